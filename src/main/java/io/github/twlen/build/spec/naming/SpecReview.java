// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec.naming;

import io.github.twlen.build.spec.PatchInPrep;
import io.github.twlen.build.spec.SpecAnswer;
import io.github.twlen.build.spec.SpecChange;
import io.github.twlen.build.spec.SpecExpansion;
import io.github.twlen.build.spec.SpecFailure;
import io.github.twlen.build.spec.SpecFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Chooses the edit that names the packages, by asking rpm what comes out: the vendor's release with
 * the buildid in it once, newer than the vendor's, and a %prep that applies the patch. So a wrong
 * edit is found before anything is built or written.
 */
public final class SpecReview {
  private final SpecExpansion rpm;
  private final String vendorRelease;
  private final UnaryOperator<List<String>> settings;

  /**
   * A reviewed change.
   *
   * @param macros arguments for rpm that set what was set outside of the vendor's spec, such as
   *     dist
   * @param answer what rpm reads in the edited spec; empty when it was not asked
   * @param unchecked why rpm was not asked, or had no answer; empty when it had
   */
  public record Reviewed(
      SpecChange change, List<String> macros, Optional<SpecAnswer> answer, String unchecked) {
    public Reviewed {
      macros = List.copyOf(macros);
    }

    /** Returns a change that rpm was not asked about. */
    public static Reviewed unchecked(SpecChange placed, String why) {
      return new Reviewed(SpecNaming.named(placed), List.of(), Optional.empty(), why);
    }
  }

  /** Why an edit is not right; empty when it is. */
  private record Judged(Reviewed reviewed, String fault) {}

  /**
   * @param vendorRelease version and release of the vendor's package; empty when unknown
   * @param settings adds to the arguments for rpm those of the build
   */
  public SpecReview(SpecExpansion rpm, String vendorRelease, UnaryOperator<List<String>> settings) {
    this.rpm = rpm;
    this.vendorRelease = vendorRelease;
    this.settings = settings;
  }

  /** Returns the arguments for rpm that set what was set outside of the vendor's spec. */
  public static List<String> vendorMacros(SpecExpansion rpm, SpecFile spec, String vendorRelease) {
    return new VendorMacros(rpm, spec, vendorRelease, UnaryOperator.identity())
        .find()
        .orElse(List.of());
  }

  /**
   * Chooses the edit.
   *
   * @param placed the spec with the patch
   * @param standalone whether the spec is built without {@link SpecChange#define}
   * @throws SpecFailure when no edit is right, or rpm leaves the patch out
   */
  public Reviewed call(SpecChange placed, boolean standalone) {
    Optional<List<String>> vendors =
        vendorRelease.isEmpty() ? Optional.of(List.of()) : vendorMacros(placed.before());
    List<String> macros = vendors.orElse(List.of());
    if (vendors.isPresent() && !vendorRelease.isEmpty() && !hasSettings()) {
      return named(placed, macros, vendorRelease, standalone);
    }
    Optional<SpecAnswer> stock = rpm.ask(placed.before(), settings.apply(macros));
    return stock.isEmpty()
        ? Reviewed.unchecked(placed, rpm.fault())
        : named(placed, macros, expected(placed, macros, stock.get()), standalone);
  }

  /** Some specs cannot be read without macros of the user. */
  private Optional<List<String>> vendorMacros(SpecFile spec) {
    Optional<List<String>> found =
        new VendorMacros(rpm, spec, vendorRelease, UnaryOperator.identity()).find();
    return found.isPresent() || !hasSettings()
        ? found
        : new VendorMacros(rpm, spec, vendorRelease, settings).find();
  }

  /**
   * Returns the first edit that is right.
   *
   * @param expected version and release without the id
   */
  private Reviewed named(
      SpecChange placed, List<String> macros, String expected, boolean standalone) {
    SpecNaming naming = new SpecNaming(placed.after(), new BuildId(placed.buildId()));
    String release = expected.substring(expected.lastIndexOf('-') + 1);
    List<Judged> wrong = new ArrayList<>();
    List<Reviewed> usable = new ArrayList<>();
    for (SpecNaming.Named named : naming.candidates(VendorMacros.dist(macros), release).toList()) {
      Judged judged = judge(named.in(placed), macros, expected, standalone);
      if (!judged.fault().isEmpty()) {
        wrong.add(judged);
      } else if (judged.reviewed().answer().orElseThrow().keepsStockPaths(placed.buildId())) {
        usable.add(judged.reviewed());
      } else {
        return applied(judged.reviewed());
      }
    }
    if (usable.isEmpty()) {
      throw noName(placed, expected, wrong);
    }
    return applied(usable.get(0));
  }

  private boolean hasSettings() {
    return !settings.apply(List.of()).isEmpty();
  }

  /** Returns the release that settings of the user lead to; without any, the vendor's. */
  private String expected(SpecChange placed, List<String> macros, SpecAnswer stock) {
    String read = stock.versionRelease();
    if (vendorRelease.isEmpty() || read.equals(vendorRelease)) {
      return read;
    }
    boolean bySettings =
        hasSettings()
            && rpm.ask(placed.before(), macros)
                .filter(plain -> plain.versionRelease().equals(vendorRelease))
                .isPresent();
    return bySettings ? read : vendorRelease;
  }

  private Judged judge(
      SpecChange change, List<String> macros, String expected, boolean standalone) {
    SpecFile spec = standalone ? change.standalone() : change.after();
    List<String> all = new ArrayList<>(macros);
    all.addAll(standalone ? List.of() : change.define());
    Optional<SpecAnswer> answer = rpm.ask(spec, settings.apply(all));
    Reviewed reviewed = new Reviewed(change, macros, answer, "");
    return new Judged(
        reviewed,
        answer
            .map(read -> fault(change, read, expected))
            .orElseGet(() -> rpm.fault(line -> change.lineBefore(spec, line))));
  }

  private String fault(SpecChange change, SpecAnswer read, String expected) {
    String got = read.versionRelease();
    if (!new BuildId(change.buildId()).isOnceIn(got, expected)) {
      return "rpm reads the release " + got;
    }
    if (read.renamesSource(change.buildId())) {
      return "the name of a source changes with the release";
    }
    String vendors = expected.substring(expected.lastIndexOf('-') + 1);
    Optional<String> unnamed = read.unnamedPackage(change.buildId(), vendors);
    if (unnamed.isPresent()) {
      return "package " + unnamed.get() + " sets the release " + vendors + " for itself";
    }
    return isNewer(got, expected).orElse(true)
        ? ""
        : "the release " + got + " is not newer than " + expected;
  }

  private Optional<Boolean> isNewer(String one, String other) {
    return new RpmVersionCompare(words -> rpm.run("rpm", words.toArray(String[]::new)))
        .isNewer(one, other);
  }

  private static Reviewed applied(Reviewed reviewed) {
    SpecChange change = reviewed.change();
    SpecFile text = reviewed.answer().orElseThrow().text();
    if (PatchInPrep.leavesOut(text, change.file())) {
      throw new SpecFailure(
          "%prep of " + change.before().name() + " skips " + change.file() + ": its %if is false",
          "remove the condition around it: " + change.how());
    }
    return reviewed;
  }

  private static SpecFailure noName(SpecChange placed, String expected, List<Judged> wrong) {
    String why = wrong.isEmpty() ? "no edit fits" : wrong.get(0).fault();
    String what = "cannot add " + placed.buildId() + " to the release " + expected + ": " + why;
    List<ReleaseMacros.Value> lines = new ReleaseMacros(placed.before()).lines();
    return lines.isEmpty()
        ? new SpecFailure(
            placed.before().name() + ": " + what + "; no Release line",
            "write `Release: RELEASE%{?buildid}` as a line of its own")
        : placed
            .before()
            .uncertain(lines.get(0).line(), what, "add %{?buildid} to the Release in this line");
  }
}
