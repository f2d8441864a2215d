// SPDX-License-Identifier: Apache-2.0
/** Runs commands and copies files over ssh. It does not know what the other host is for. */
@NullMarked
package io.github.twlen.process.ssh;

import org.jspecify.annotations.NullMarked;
