// SPDX-License-Identifier: Apache-2.0
/** Writes the completion scripts of bash and zsh from the command model. */
@NullMarked
package io.github.twlen.cli.completion;

import org.jspecify.annotations.NullMarked;
