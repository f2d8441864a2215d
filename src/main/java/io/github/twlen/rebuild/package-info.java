// SPDX-License-Identifier: Apache-2.0
/**
 * Knows the order of a run: fetch, patch, build, verify, report. It must not know how one of these
 * steps works.
 */
@NullMarked
package io.github.twlen.rebuild;

import org.jspecify.annotations.NullMarked;
