// SPDX-License-Identifier: Apache-2.0
/**
 * Compares a kernel with the vendor's newest one: version rules, package managers, mirrors. It must
 * not know how a kernel is built or installed.
 */
@NullMarked
package io.github.twlen.rebuild.outdated;

import org.jspecify.annotations.NullMarked;
