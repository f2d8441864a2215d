// SPDX-License-Identifier: Apache-2.0
/**
 * Reads a vendor's spec, places the patch and the buildid in it. It starts no build; only the
 * sandboxed rpm expands macros.
 */
@NullMarked
package io.github.twlen.build.spec;

import org.jspecify.annotations.NullMarked;
