// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild.outdated;

import io.github.twlen.ExitCode;
import io.github.twlen.Message;
import java.util.Locale;
import java.util.Optional;

/**
 * A kernel compared with the vendor's newest one.
 *
 * @param host whose kernel it is; the path of a given kernel
 * @param patch whether the patch fits the newest source
 * @param unfit why it does not fit; empty otherwise
 */
public record Freshness(
    String host, KernelName kernel, VendorKernel newest, State state, Patch patch, String unfit) {
  /** The name of the host that runs twlen. */
  static final String THIS_HOST = "this host";

  /** The result of the comparison, with the fix; empty for none. */
  public enum State {
    /** As new as the vendor's newest, or newer. */
    CURRENT(ExitCode.DONE),
    /** Older. */
    OUTDATED(ExitCode.VERIFICATION),
    /** The versions agree, but the name of the kernel has no release of the vendor. */
    NO_RELEASE(ExitCode.VERIFICATION),
    /** The index of the package manager is old. */
    OLD_INDEX(ExitCode.VERIFICATION),
    /** The vendor offers only older series of kernels. */
    OTHER_SERIES(ExitCode.VERIFICATION);

    private final ExitCode code;

    State(ExitCode code) {
      this.code = code;
    }

    /** Returns the word in JSON. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Whether the patch fits. */
  public enum Patch {
    /** It fits. */
    FITS,
    /** It does not. */
    UNFIT,
    /** Nobody asked, or the kernel is current. */
    NOT_CHECKED
  }

  /**
   * The vendor's newest kernel.
   *
   * @param version such as {@code 5.14.0-427.el9}
   * @param packageName the package or the file
   * @param place where it is offered, such as {@code dnf of web1}
   */
  public record VendorKernel(String version, String packageName, Message place) {}

  /** Returns the name of a host, in the language of the reader if it is this host. */
  static Message hostName(String host) {
    return host.equals(THIS_HOST)
        ? Message.of(Freshness.class, "host.this")
        : Message.verbatim(host);
  }

  /** Returns the host whose kernel it is, or the path of the kernel. */
  public Message where() {
    return hostName(host);
  }

  /** Compares. */
  static State compare(KernelName kernel, VendorNewest newest) {
    VersionRules rules = newest.rules();
    String vendors = kernel.exact() ? newest.version() : VersionRules.upstream(newest.version());
    int order = rules.compare(kernel.version(), vendors);
    if (order < 0) {
      return State.OUTDATED;
    }
    String series = KernelName.of(newest.version(), "", "").series(2);
    if (order > 0 && !series.equals(kernel.series(2))) {
      return State.OTHER_SERIES;
    }
    // Vendors number the releases of a version from 1.
    String release = VersionRules.revision(newest.version());
    if (order == 0 && !kernel.exact() && !release.matches("1?")) {
      return State.NO_RELEASE;
    }
    return newest.recent() ? State.CURRENT : State.OLD_INDEX;
  }

  /** Returns the exit code of the program. */
  public ExitCode exitCode() {
    return patch == Patch.UNFIT ? ExitCode.PATCH : state.code;
  }

  /** Returns the problem and its fix, for an error message; empty when the kernel is current. */
  public Optional<Problem> problem() {
    String both = kernel.release() + " with " + newest.version();
    return switch (state) {
      case CURRENT -> Optional.empty();
      case OUTDATED -> Optional.of(outdated());
      case NO_RELEASE ->
          Optional.of(
              new Problem(
                  "cannot compare " + both + ": its name has no vendor release",
                  "pass the output directory of its build, with report.json"));
      case OLD_INDEX ->
          Optional.of(
              new Problem(
                  "cannot compare " + both + ": the index of apt is older than a week",
                  "run `apt-get update` there"));
      case OTHER_SERIES -> Optional.of(otherSeries("cannot compare " + both + ": "));
    };
  }

  private Problem otherSeries(String cannot) {
    String older = newest.place() + " has only older series";
    boolean ofVendor = !kernel.packageName().isEmpty() || kernel.suffix().isPresent();
    return ofVendor
        ? new Problem(
            cannot + older,
            "enable the repository of this kernel, or pass the recipe of its series to --recipe")
        : new Problem(
            cannot + "the kernel belongs to no package, and " + older,
            "pass the recipe of its vendor, such as --recipe linux");
  }

  private Problem outdated() {
    String what = kernel.release() + " is older than " + newest.version();
    if (patch == Patch.UNFIT) {
      return new Problem(
          what + ", and the patch does not fit that: " + unfit,
          "update twlen, or keep the vendor's kernel until a template fits");
    }
    return new Problem(
        what,
        kernel.suffix().isEmpty()
            ? "install the vendor's update"
            : "rebuild it from "
                + newest.version()
                + " with `twlen rebuild`, then `twlen deploy` it");
  }

  /** A problem and its fix, one line each. */
  public record Problem(String what, String fix) {}
}
