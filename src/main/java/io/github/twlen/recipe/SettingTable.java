// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * The templates that make the TIME_WAIT length a sysctl, by era of the kernel.
 *
 * @param message the mail header of the patch
 * @param eras the first that fits a kernel counts
 */
public record SettingTable(String message, List<Era> eras) {
  /** The sysctl, in seconds. */
  public static final String SYSCTL = "net.ipv4.tcp_tw_timeout";

  /**
   * The greatest length that the sysctl accepts, in seconds, as in the kernels of vendors; the
   * least one is {@link TimewaitLength#LEAST}.
   */
  public static final int GREATEST = 600;

  /** The bundled directory of the table and its templates. */
  public static final String DIRECTORY = "patches/sysctl/";

  /** The bundled table. */
  public static final String FILE = DIRECTORY + "eras.yaml";

  public SettingTable {
    eras = List.copyOf(eras);
  }

  /**
   * Kernels with the same places to change.
   *
   * @param kernels their versions, for people
   * @param where text that all of them have
   * @param values values of the placeholders in the templates
   * @param parts names of the templates
   */
  public record Era(
      String name,
      String kernels,
      List<Remedy.Mark> where,
      Map<String, String> values,
      List<String> parts) {
    public Era {
      where = List.copyOf(where);
      values = Map.copyOf(values);
      parts = List.copyOf(parts);
    }
  }

  /** Returns the era of a kernel whose files a function returns; empty when none fits. */
  public Optional<Era> era(Function<String, Optional<byte[]>> tree) {
    return eras.stream()
        .filter(era -> era.where().stream().allMatch(mark -> mark.in(tree)))
        .findFirst();
  }

  /** Returns the bundled file of a part. */
  public static String template(String part) {
    return DIRECTORY + part + ".patch.in";
  }
}
