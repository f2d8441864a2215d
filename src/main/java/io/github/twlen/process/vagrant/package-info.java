// SPDX-License-Identifier: Apache-2.0
/** Starts, provisions and removes Vagrant guests. It does not know what they are for. */
@NullMarked
package io.github.twlen.process.vagrant;

import org.jspecify.annotations.NullMarked;
