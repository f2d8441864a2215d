// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

import io.github.twlen.recipe.SettingTable;
import io.github.twlen.recipe.TimewaitLength;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The lengths to measure in one boot of a kernel with {@code net.ipv4.tcp_tw_timeout}.
 *
 * @param further the lengths to set one after the other, each from {@value TimewaitLength#LEAST} to
 *     {@value SettingTable#GREATEST} s
 * @param elsewhere the length of a network namespace of its own
 * @param isolated whether the probe sets lengths only in a namespace of its own, so that the host
 *     keeps its setting
 */
public record LengthPlan(List<TimewaitLength> further, TimewaitLength elsewhere, boolean isolated) {
  private static final List<TimewaitLength> USUAL =
      List.of(new TimewaitLength(15), new TimewaitLength(5), TimewaitLength.STOCK);

  /** Differs from each usual length. */
  private static final TimewaitLength OTHER = new TimewaitLength(30);

  /** Copies the lengths and checks their range. */
  public LengthPlan {
    further = List.copyOf(further);
    further.forEach(LengthPlan::check);
    check(elsewhere);
  }

  private static void check(TimewaitLength length) {
    if (length.seconds() < TimewaitLength.LEAST || length.seconds() > SettingTable.GREATEST) {
      throw new IllegalArgumentException("out of range: " + length);
    }
  }

  /** Returns the plan of a guest: 15, 5 and 60 s, and 30 s in another namespace. */
  public static LengthPlan ofGuest() {
    return new LengthPlan(USUAL, OTHER, false);
  }

  /** Returns the plan of a running host: the same lengths, all in a namespace of the probe. */
  public static LengthPlan ofHost() {
    return new LengthPlan(USUAL, OTHER, true);
  }

  /** Returns the parameters on the kernel command line, after a space. */
  public String kernelArguments() {
    return " twlen.lengths=" + list() + " twlen.elsewhere=" + elsewhere.seconds();
  }

  /** Returns the options of the probe. */
  List<String> options() {
    return List.of(
        "--lengths",
        list(),
        "--elsewhere",
        String.valueOf(elsewhere.seconds()),
        "--isolated",
        isolated ? "yes" : "no");
  }

  private String list() {
    return further.stream()
        .map(length -> String.valueOf(length.seconds()))
        .collect(Collectors.joining(","));
  }
}
