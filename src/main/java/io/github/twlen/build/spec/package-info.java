// SPDX-License-Identifier: Apache-2.0
/**
 * Reads a vendor's spec and adds the patch and the buildid to it. It starts no build; it runs only
 * rpm, which expands macros.
 */
@NullMarked
package io.github.twlen.build.spec;

import org.jspecify.annotations.NullMarked;
