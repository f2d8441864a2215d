// SPDX-License-Identifier: Apache-2.0
/** From a recipe to verified bytes on disk. */
@NullMarked
package io.github.twlen.source;

import org.jspecify.annotations.NullMarked;
