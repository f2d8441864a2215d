// SPDX-License-Identifier: Apache-2.0
/**
 * Reads shell commands without running them: their words, their constructs and their working
 * directory.
 */
@NullMarked
package io.github.twlen.build.spec.shell;

import org.jspecify.annotations.NullMarked;
