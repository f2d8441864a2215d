// SPDX-License-Identifier: Apache-2.0
/** Knows whether the hosts of a compile farm answer. It compiles nothing. */
@NullMarked
package io.github.twlen.host.farm;

import org.jspecify.annotations.NullMarked;
