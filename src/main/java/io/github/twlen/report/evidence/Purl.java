// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.evidence;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Makes package URLs of the type {@code generic}, for software that no registry contains. */
final class Purl {
  private static final String UNRESERVED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

  private Purl() {}

  /**
   * Returns the package URL.
   *
   * @param version empty for none
   * @param qualifiers such as {@code arch}
   */
  static String generic(String name, String version, Map<String, String> qualifiers) {
    String end =
        new TreeMap<>(qualifiers)
            .entrySet().stream()
                .map(entry -> entry.getKey() + "=" + encoded(entry.getValue()))
                .collect(Collectors.joining("&"));
    return "pkg:generic/"
        + encoded(name)
        + (version.isEmpty() ? "" : "@" + encoded(version))
        + (end.isEmpty() ? "" : "?" + end);
  }

  private static String encoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
      if (UNRESERVED.indexOf(one) >= 0) {
        encoded.append((char) one);
      } else {
        encoded.append(String.format("%%%02X", one & 0xff));
      }
    }
    return encoded.toString();
  }
}
