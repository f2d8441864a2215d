// SPDX-License-Identifier: Apache-2.0
/** Brings a kernel to a server, with a way back. */
@NullMarked
package io.github.twlen.rebuild.deploy;

import org.jspecify.annotations.NullMarked;
