// SPDX-License-Identifier: Apache-2.0
/** Turns a recipe into verified bytes on disk. It patches nothing and builds nothing. */
@NullMarked
package io.github.twlen.source;

import org.jspecify.annotations.NullMarked;
