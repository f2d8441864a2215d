// SPDX-License-Identifier: Apache-2.0
/** Knows the numbers of netfilter's connection table. */
@NullMarked
package io.github.twlen.survey.netfilter;

import org.jspecify.annotations.NullMarked;
