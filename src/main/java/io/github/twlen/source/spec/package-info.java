// SPDX-License-Identifier: Apache-2.0
/** The sources of a package, as its spec declares and unpacks them. */
@NullMarked
package io.github.twlen.source.spec;

import org.jspecify.annotations.NullMarked;
