// SPDX-License-Identifier: Apache-2.0
/**
 * Knows the result of a run as JSON, as a page and as a summary; the texts for people are in its
 * messages. It must not know how a run works.
 */
@NullMarked
package io.github.twlen.report;

import org.jspecify.annotations.NullMarked;
