// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The two kernels, measured the same way in the same guest; or the one of a machine that was
 * running already.
 *
 * @param patched the kernel that was built; absent when it could not be measured
 * @param stock the guest's own kernel; absent when it was not measured
 * @param running the kernel of a machine of which nothing was asked; absent unless it was measured
 */
public record Measurements(
    @Nullable Measurement patched, @Nullable Measurement stock, @Nullable Measurement running) {

  /**
   * One of them.
   *
   * @param name {@code patched}, {@code stock} or {@code running}
   * @param measurement what was measured
   */
  public record Named(String name, Measurement measurement) {}

  /** Those that are there, in the order above. */
  public List<Named> named() {
    List<Named> named = new ArrayList<>();
    add(named, "patched", patched);
    add(named, "stock", stock);
    add(named, "running", running);
    return named;
  }

  /** The same of a report, which may have none. */
  public static List<Named> named(Report report) {
    return report.measurements() == null ? List.of() : report.measurements().named();
  }

  private static void add(List<Named> named, String name, @Nullable Measurement measurement) {
    if (measurement != null) {
      named.add(new Named(name, measurement));
    }
  }
}
