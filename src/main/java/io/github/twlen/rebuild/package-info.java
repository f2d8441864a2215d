// SPDX-License-Identifier: Apache-2.0
/**
 * The order of things: fetch, patch, build, verify, report, in one method that reads from top to
 * bottom.
 */
@NullMarked
package io.github.twlen.rebuild;

import org.jspecify.annotations.NullMarked;
