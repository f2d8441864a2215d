// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import io.github.twlen.workspace.WorkspaceFailure;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** The version of the program. */
public final class ProgramVersion {
  private ProgramVersion() {}

  /** Returns the version in the jar's manifest, such as {@code 0.1.0}. */
  public static String number() {
    String packed = ProgramVersion.class.getPackage().getImplementationVersion();
    return packed == null ? "unpacked" : packed;
  }

  /** Returns the answer to {@code --version}. */
  public static String line() {
    return "twlen " + number();
  }

  static int print(OutputStream out, OutputStream err) {
    byte[] line = (line() + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      new StandardOutput(out).write(line, 0, line.length);
      return 0;
    } catch (WorkspaceFailure e) {
      new Console(out, err, false, false, true).fail(e);
      return e.exitCode().code();
    }
  }

  /** Returns whether {@code --version} is the only argument. */
  static boolean isRequested(String... arguments) {
    return arguments.length == 1 && arguments[0].matches("--version|-V");
  }
}
