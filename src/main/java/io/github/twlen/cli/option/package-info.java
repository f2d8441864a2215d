// SPDX-License-Identifier: Apache-2.0
/** Has the options that commands share, and turns them into requests. It runs nothing. */
@NullMarked
package io.github.twlen.cli.option;

import org.jspecify.annotations.NullMarked;
