// SPDX-License-Identifier: Apache-2.0
/** Fetches and verifies the source of a recipe. It patches nothing and builds nothing. */
@NullMarked
package io.github.twlen.source;

import org.jspecify.annotations.NullMarked;
