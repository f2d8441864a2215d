// SPDX-License-Identifier: Apache-2.0
/** Guests that Vagrant starts: for those who build there and who measure. */
@NullMarked
package io.github.twlen.process.vagrant;

import org.jspecify.annotations.NullMarked;
