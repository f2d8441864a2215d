// SPDX-License-Identifier: Apache-2.0
/** Writes the completion of bash and zsh from the command model. It knows no command by name. */
@NullMarked
package io.github.twlen.cli.completion;

import org.jspecify.annotations.NullMarked;
