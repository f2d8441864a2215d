// SPDX-License-Identifier: Apache-2.0
/**
 * The entrance hall: the two things that every room may use, how a failure is told ({@link
 * io.github.twlen.TwlenFailure}) and how a step tells what it is doing ({@link
 * io.github.twlen.Progress}).
 */
@NullMarked
package io.github.twlen;

import org.jspecify.annotations.NullMarked;
