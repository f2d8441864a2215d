// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

/** The exit codes of the program. Each {@link TwlenFailure} holds the one it ends with. */
public enum ExitCode {
  /** Done; where something was to be verified, it was. */
  DONE(0),
  /** An internal error. */
  FAULT(1),
  /** The command line or a recipe is not valid. */
  USAGE(2),
  /** A tool, disk space or a permission is missing on this host. */
  HOST(3),
  /** The source was not found, is truncated, or does not match its checksum or signature. */
  SOURCE(10),
  /** The patch does not fit, or is ambiguous. */
  PATCH(11),
  /** The compiler failed, or the tree was not patched when the build began. */
  BUILD(12),
  /** The kernel ran with another TIME_WAIT length, or the guest did not boot. */
  VERIFICATION(13),
  /** Ended by SIGHUP. */
  HUNG_UP(129),
  /** Interrupted. */
  INTERRUPTED(130),
  /** Ended by SIGTERM. */
  TERMINATED(143);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** Returns the number that the shell sees. */
  public int code() {
    return code;
  }

  /** Returns the code of what was thrown; {@link #FAULT} for anything but a known failure. */
  public static ExitCode of(Throwable thrown) {
    if (thrown instanceof TwlenFailure failure) {
      return failure.exitCode();
    }
    return thrown instanceof OutOfMemoryError ? HOST : FAULT;
  }
}
