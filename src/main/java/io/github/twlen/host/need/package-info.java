// SPDX-License-Identifier: Apache-2.0
/**
 * Knows the tools and packages that each step needs, and installs them. It does not judge versions
 * or disk space.
 */
@NullMarked
package io.github.twlen.host.need;

import org.jspecify.annotations.NullMarked;
