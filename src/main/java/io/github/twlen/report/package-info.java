// SPDX-License-Identifier: Apache-2.0
/**
 * Holds the result of a run, made of the records of the packages below. It measures and judges
 * nothing.
 */
@NullMarked
package io.github.twlen.report;

import org.jspecify.annotations.NullMarked;
