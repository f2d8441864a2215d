// SPDX-License-Identifier: Apache-2.0
/** Where things lie, and that they are whole. */
@NullMarked
package io.github.twlen.workspace;

import org.jspecify.annotations.NullMarked;
