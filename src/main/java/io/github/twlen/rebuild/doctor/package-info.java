// SPDX-License-Identifier: Apache-2.0
/** What a host has for a run that was ordered, whether it is enough, and what mends it. */
@NullMarked
package io.github.twlen.rebuild.doctor;

import org.jspecify.annotations.NullMarked;
