// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report;

import java.util.Locale;

/**
 * One thing that the verdict stands on. A check that could not be made says so and is not a pass.
 *
 * @param name what was checked
 * @param status what came of it
 * @param detail what was found, or why it could not be looked for, one line
 */
public record Check(Name name, Status status, String detail) {

  /** A check that was made and is good. */
  public static Check passed(Name name, String detail) {
    return new Check(name, Status.PASS, detail);
  }

  /** A check that was made and is not good. */
  public static Check failed(Name name, String detail) {
    return new Check(name, Status.FAIL, detail);
  }

  /** A check that could not be made; the detail says why. */
  public static Check notMade(Name name, String detail) {
    return new Check(name, Status.NOT_MADE, detail);
  }

  /** What a verdict stands on, in the order of a run. */
  public enum Name {
    /** The source's digest and signature. */
    SOURCE("source is what it claims to be"),
    /** The patch's text and digest. */
    PATCH("patch as rendered"),
    /** The header in the tree as compiled, and in kernel-devel. */
    HEADER("header as compiled"),
    /** {@code uname -r} in the guest equals the built release. */
    RELEASE("built kernel is what ran"),
    /** The timer that the kernel programmed. */
    TIMER("timer as programmed"),
    /** The seconds until the sockets were gone, against the model. */
    LIFETIME("sockets gone in time"),
    /** Both address families were measured. */
    FAMILIES("IPv4 and IPv6 both measured"),
    /** A second of the guest is a second of the host. */
    CLOCK("guest's clock keeps time"),
    /** The stock kernel of the same guest, measured the same way. */
    STOCK("stock kernel beside it"),
    /** {@code tcp_fin_timeout}. */
    FIN_TIMEOUT("tcp_fin_timeout"),
    /** How long a closed socket stays in FIN_WAIT2. */
    FIN_WAIT2("FIN_WAIT2 sockets gone in time"),
    /** The population under a steady load. */
    LOAD("population under load");

    private final String title;

    Name(String title) {
      this.title = title;
    }

    /** For a person to read. */
    public String title() {
      return title;
    }

    /** The value in the document, such as {@code fin-timeout}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** What came of a check. */
  public enum Status {
    /** Made, and good. */
    PASS,
    /** Made, and not good. */
    FAIL,
    /** Could not be made. */
    NOT_MADE;

    /** The value in the document: {@code pass}, {@code fail} or {@code not-made}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }
}
