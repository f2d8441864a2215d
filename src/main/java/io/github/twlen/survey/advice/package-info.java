// SPDX-License-Identifier: Apache-2.0
/** Decides which remedy fits the numbers of a survey. It reads no file. */
@NullMarked
package io.github.twlen.survey.advice;

import org.jspecify.annotations.NullMarked;
