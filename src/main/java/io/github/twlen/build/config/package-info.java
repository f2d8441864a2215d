// SPDX-License-Identifier: Apache-2.0
/** Chooses kernel configurations and remedies for new tools on old kernels. It starts no build. */
@NullMarked
package io.github.twlen.build.config;

import org.jspecify.annotations.NullMarked;
