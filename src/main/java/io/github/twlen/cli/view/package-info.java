// SPDX-License-Identifier: Apache-2.0
/** Turns results into text for the terminal. It reads results only, and changes nothing. */
@NullMarked
package io.github.twlen.cli.view;

import org.jspecify.annotations.NullMarked;
