// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import io.github.twlen.recipe.SettingTable;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.verify.Check.Name;
import io.github.twlen.verify.probe.SettingRun.Write;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/** Checks that the kernel refuses values out of range, and keeps its value then. */
final class BoundsCheck {
  /** {@code EINVAL} as shells print it; dash prints another message for every error. */
  private static final List<String> INVALID = List.of("Invalid argument", "I/O error");

  private BoundsCheck() {}

  /**
   * Judges writes.
   *
   * @param writes in their order
   * @param before the value before the first one
   */
  static Check of(List<Write> writes, OptionalInt before) {
    OptionalInt value = before;
    for (Write write : writes) {
      boolean right = isInRange(write.value());
      OptionalInt expected = right ? OptionalInt.of(Integer.parseInt(write.value())) : value;
      Object[] values = {
        "value", write.value(),
        "found", write.after().isPresent() ? "" + write.after().getAsInt() : "unknown",
        "message", write.message()
      };
      if (!write.accepted() && INVALID.stream().noneMatch(write.message()::equals)) {
        return Check.notMade(Name.BOUNDS, "bounds.unwritable", values);
      }
      if (write.accepted() != right) {
        return Check.fail(Name.BOUNDS, right ? "bounds.refused" : "bounds.accepted", values);
      }
      if (!write.after().equals(expected)) {
        return Check.fail(Name.BOUNDS, "bounds.changed", values);
      }
      value = expected;
    }
    List<String> refused =
        writes.stream().filter(write -> !write.accepted()).map(Write::value).toList();
    if (!refused.contains("" + (TimewaitLength.LEAST - 1))
        || !refused.contains("" + (SettingTable.GREATEST + 1))) {
      return Check.notMade(Name.BOUNDS, "setting.notSet");
    }
    Object[] values = {
      "refused", String.join(", ", refused),
      "accepted",
          writes.stream()
              .filter(Write::accepted)
              .map(Write::value)
              .filter(BoundsCheck::isBound)
              .collect(Collectors.joining(", "))
    };
    return Check.pass(Name.BOUNDS, "bounds.pass", values);
  }

  /** Returns whether this is an end of the range; the other values are lengths of the plan. */
  private static boolean isBound(String value) {
    return value.equals("" + TimewaitLength.LEAST) || value.equals("" + SettingTable.GREATEST);
  }

  private static boolean isInRange(String value) {
    if (!value.matches("\\d{1,9}")) {
      return false;
    }
    int seconds = Integer.parseInt(value);
    return seconds >= TimewaitLength.LEAST && seconds <= SettingTable.GREATEST;
  }
}
