// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import java.time.Duration;

/**
 * One stage of a run and how long it took.
 *
 * @param name such as {@code fetch}
 * @param took its time
 */
public record StageTiming(String name, Duration took) {}
