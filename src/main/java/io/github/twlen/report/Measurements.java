// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report;

import io.github.twlen.verify.MeasuredKernel;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The measured kernels.
 *
 * @param patched the built kernel; absent when it could not be measured
 * @param stock the guest's own kernel; absent when it was not measured
 * @param running the kernel of a machine without a wanted length; absent unless measured
 */
public record Measurements(
    @Nullable MeasuredKernel patched,
    @Nullable MeasuredKernel stock,
    @Nullable MeasuredKernel running) {
  /** One of them; the name is {@code patched}, {@code stock} or {@code running}. */
  public record Named(String name, MeasuredKernel kernel) {}

  /** Returns the present ones, in the order above. */
  public List<Named> named() {
    return Stream.of(named("patched", patched), named("stock", stock), named("running", running))
        .flatMap(List::stream)
        .toList();
  }

  private static List<Named> named(String name, @Nullable MeasuredKernel kernel) {
    return kernel == null ? List.of() : List.of(new Named(name, kernel));
  }
}
