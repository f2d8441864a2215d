// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import io.github.twlen.GivenFile;
import io.github.twlen.survey.SurveyFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Reads the socket tables of a host, or of the copy of one, into a counter. */
final class TableFiles {
  private static final String V4 = "net/tcp";
  private static final String V6 = "net/tcp6";
  private static final String COPY = "pass a copy that `twlen survey --collect DIR` made";

  private final ProcFiles files;
  private final boolean isCopy;

  TableFiles(ProcFiles files, boolean isCopy) {
    this.files = files;
    this.isCopy = isCopy;
  }

  /**
   * Reads both tables.
   *
   * @throws SurveyFailure if there is no IPv4 table; without an IPv6 table, there is a warning
   */
  void read(SocketCounter counter) {
    readV4(counter);
    readV6(counter);
  }

  private void readV4(SocketCounter counter) {
    Path file = files.root().resolve(V4);
    try (InputStream in = files.open(V4)) {
      if (!new TableReader(1, counter::countV4).read(in, V4, files.warnings())) {
        throw new SurveyFailure("cannot read " + file + ": not a socket table", COPY, null);
      }
    } catch (IOException e) {
      throw new SurveyFailure(
          "cannot read " + file + ": " + GivenFile.reason(file, e),
          isCopy ? COPY : "mount /proc; root is not needed",
          e);
    }
  }

  private void readV6(SocketCounter counter) {
    if (!files.has(V6)) {
      if (isCopy) {
        files.warnings().add("warning.table.noIpv6", "file", V6);
      }
      return;
    }
    try (InputStream in = files.open(V6)) {
      new TableReader(4, counter::countV6).read(in, V6, files.warnings());
    } catch (IOException e) {
      files.unreadable(V6, e);
    }
  }
}
