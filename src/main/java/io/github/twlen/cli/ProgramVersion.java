package io.github.twlen.cli;

import io.github.twlen.workspace.WorkspaceFailure;

/** Which twlen this is. */
final class ProgramVersion {
  /** What a run of classes that were never packed calls itself. */
  private static final String UNPACKED = "unpacked";

  private ProgramVersion() {}

  /** The version from the jar's manifest, such as {@code 0.1.0}. */
  static String number() {
    String packed = ProgramVersion.class.getPackage().getImplementationVersion();
    return packed == null ? UNPACKED : packed;
  }

  /** What {@code --version} answers. */
  static String line() {
    return "twlen " + number();
  }

  /** Answers. */
  static int tell(Console console) {
    try {
      console.print(line() + "\n");
      return ExitCode.DONE.code();
    } catch (WorkspaceFailure e) {
      console.fail(e);
      return ExitCode.of(e).code();
    }
  }

  /** Whether nothing else is asked. */
  static boolean isAsked(String... arguments) {
    return arguments.length == 1 && (arguments[0].equals("--version") || arguments[0].equals("-V"));
  }
}
