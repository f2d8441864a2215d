// SPDX-License-Identifier: Apache-2.0
/**
 * Runs commands and copies files on another machine over ssh. It does not know what that machine
 * is.
 */
@NullMarked
package io.github.twlen.process.ssh;

import org.jspecify.annotations.NullMarked;
