// SPDX-License-Identifier: Apache-2.0
/**
 * Verifies checksums and signatures, and keeps pins of first use. It downloads nothing but keys.
 */
@NullMarked
package io.github.twlen.source.trust;

import org.jspecify.annotations.NullMarked;
