// SPDX-License-Identifier: Apache-2.0
/**
 * The names of packages: edits that put the id of a build into the release of a spec, and rpm's
 * answer which of them is right.
 */
@NullMarked
package io.github.twlen.build.spec.naming;

import org.jspecify.annotations.NullMarked;
