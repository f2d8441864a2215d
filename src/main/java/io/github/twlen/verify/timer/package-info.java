// SPDX-License-Identifier: Apache-2.0
/**
 * Models the timers of each kernel: when a TIME_WAIT socket may expire. It knows no measurement.
 */
@NullMarked
package io.github.twlen.verify.timer;

import org.jspecify.annotations.NullMarked;
