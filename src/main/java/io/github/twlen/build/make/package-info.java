// SPDX-License-Identifier: Apache-2.0
/** Drives kbuild in a cached work tree. It knows no spec. */
@NullMarked
package io.github.twlen.build.make;

import org.jspecify.annotations.NullMarked;
