// SPDX-License-Identifier: Apache-2.0
/** How programs keep their connections open, read from one file of examples. */
@NullMarked
package io.github.twlen.survey.program;

import org.jspecify.annotations.NullMarked;
