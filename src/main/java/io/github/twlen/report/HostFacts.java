// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The host on which twlen ran; {@code report.schema.json} describes each key. */
public record HostFacts(
    String distribution, String kernel, int cpus, String architecture, String java) {
  /** Reads the facts of this host. */
  public static HostFacts ofThisHost() {
    return new HostFacts(
        distributionName(),
        System.getProperty("os.version", "unknown"),
        Runtime.getRuntime().availableProcessors(),
        System.getProperty("os.arch", "unknown"),
        System.getProperty("java.runtime.version", "unknown"));
  }

  private static String distributionName() {
    try {
      return Files.readAllLines(Path.of("/etc/os-release")).stream()
          .filter(line -> line.startsWith("PRETTY_NAME="))
          .map(line -> line.substring("PRETTY_NAME=".length()).replace("\"", ""))
          .findFirst()
          .orElse("unknown");
    } catch (IOException e) {
      return "unknown";
    }
  }
}
