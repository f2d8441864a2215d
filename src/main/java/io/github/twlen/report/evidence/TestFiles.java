// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.evidence;

import io.github.twlen.report.Report;
import io.github.twlen.workspace.AtomicFile;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The files in which a run lists its checks as tests. They are written together with the report, so
 * that a killed run leaves an error in them and no result of an earlier run.
 *
 * @param junit JUnit XML; empty for none
 * @param ktap KTAP; empty for none
 */
public record TestFiles(Optional<Path> junit, Optional<Path> ktap) {
  /** No files. */
  public static final TestFiles NONE = new TestFiles(Optional.empty(), Optional.empty());

  /**
   * Writes the files, each complete or not at all.
   *
   * @throws io.github.twlen.workspace.WorkspaceFailure when one cannot be written
   */
  public void write(Report report) {
    junit.ifPresent(file -> AtomicFile.write(file, JunitXml.text(report)));
    ktap.ifPresent(file -> AtomicFile.write(file, Ktap.text(report)));
  }

  /** Returns the files of one of several hosts: {@code t.xml} becomes {@code t-web1.xml}. */
  public TestFiles of(String host) {
    return new TestFiles(junit.map(file -> of(host, file)), ktap.map(file -> of(host, file)));
  }

  private static Path of(String host, Path file) {
    String name = String.valueOf(file.getFileName());
    int dot = name.lastIndexOf('.') > 0 ? name.lastIndexOf('.') : name.length();
    String safe = host.replaceAll("[^A-Za-z0-9@.:_-]", "_");
    return file.resolveSibling(name.substring(0, dot) + "-" + safe + name.substring(dot));
  }
}
