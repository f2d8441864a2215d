// SPDX-License-Identifier: Apache-2.0
/** The way into another machine: commands through its shell, and files through tar. */
@NullMarked
package io.github.twlen.process.ssh;

import org.jspecify.annotations.NullMarked;
