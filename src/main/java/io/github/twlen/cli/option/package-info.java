// SPDX-License-Identifier: Apache-2.0
/** Has the options that commands share, and makes requests of them. It runs nothing. */
@NullMarked
package io.github.twlen.cli.option;

import org.jspecify.annotations.NullMarked;
