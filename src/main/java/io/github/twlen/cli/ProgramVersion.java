// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import io.github.twlen.ExitCode;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Which twlen this is. */
public final class ProgramVersion {
  /** What a run of classes that were never packed calls itself. */
  private static final String UNPACKED = "unpacked";

  private ProgramVersion() {}

  /** The version from the jar's manifest, such as {@code 0.1.0}. */
  public static String number() {
    String packed = ProgramVersion.class.getPackage().getImplementationVersion();
    return packed == null ? UNPACKED : packed;
  }

  /** What {@code --version} answers. */
  public static String line() {
    return "twlen " + number();
  }

  /** Answers, and makes no more for it than is needed: this is the start that people see. */
  static int tell(OutputStream out, OutputStream err) {
    byte[] line = (line() + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      new StandardOutput(out).write(line, 0, line.length);
      return 0;
    } catch (WorkspaceFailure e) {
      new Console(out, err, false, false, true).fail(e);
      return ExitCode.of(e).code();
    }
  }

  /** Whether nothing else is asked. */
  static boolean isAsked(String... arguments) {
    return arguments.length == 1 && (arguments[0].equals("--version") || arguments[0].equals("-V"));
  }
}
