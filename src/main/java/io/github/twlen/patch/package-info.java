// SPDX-License-Identifier: Apache-2.0
/** Knows the macro, the template, and where a patch fits. It knows neither files nor processes. */
@NullMarked
package io.github.twlen.patch;

import org.jspecify.annotations.NullMarked;
