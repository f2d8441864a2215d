// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.doctor;

import io.github.twlen.host.doctor.Finding.Standing;
import io.github.twlen.host.farm.Farm;
import io.github.twlen.recipe.Version;
import io.github.twlen.verify.guest.KvmVerdict;
import java.util.List;
import java.util.Optional;

/** What is said of things that were found out elsewhere. */
final class FindingFactory {
  private static final String COST =
      "guests are emulated, ten to twenty times slower; what is measured stays right";

  private FindingFactory() {}

  /** How many there are, and how many compilers that makes. */
  static Finding processors(int here, int jobs) {
    return Finding.fine(
        "processors",
        jobs == 0
            ? here + "; nothing is compiled on this host itself"
            : here + "; compilers at once (--jobs): " + jobs);
  }

  /** KVM: to lack it is no fault, emulation works. */
  static Finding kvm(KvmVerdict verdict) {
    String what = verdict.state().words() + " (" + verdict.detail() + ")";
    return switch (verdict.state()) {
      case WORKS -> Finding.fine("kvm", what);
      case UNTRIED, UNCLEAR -> new Finding("kvm", Standing.NOTE, what, "");
      case FORBIDDEN ->
          new Finding(
              "kvm",
              Standing.NOTE,
              what + "; " + COST,
              "add this user to the group kvm: usermod -aG kvm USER, and log in anew");
      case ABSENT ->
          new Finding(
              "kvm",
              Standing.NOTE,
              what + "; " + COST,
              "switch virtualization on in the firmware, or nested virtualization where this host"
                  + " is a guest");
      case PRETENDS, REFUSES -> new Finding("kvm", Standing.NOTE, what + "; " + COST, "");
    };
  }

  /** A farm: without any host that answers there is none. */
  static Finding farm(Farm farm) {
    long answering = farm.hosts().stream().filter(h -> h.state().words().equals("answers")).count();
    return farm.answers()
        ? Finding.fine(
            "farm",
            farm.lookedAt()
                + (farm.hosts().isEmpty()
                    ? ""
                    : ": " + answering + " of " + farm.hosts().size() + " answer"))
        : new Finding(
            "farm",
            Standing.LACKING,
            farm.lookedAt() + ": none answers",
            "start its daemons, or name other hosts; --launcher none compiles here");
  }

  /**
   * What can be done about tools that are too old: no package of this host may be newer. A
   * container brings what compiles, and neither QEMU nor ccache.
   *
   * @param environment the distribution whose tools the recipe names; empty for none
   */
  static List<Finding> tooOld(List<Tool> tools, Optional<String> environment) {
    return tools.stream()
        .filter(tool -> tool.state() == Tool.State.TOO_OLD)
        .map(
            tool ->
                new Finding(
                    "tools",
                    Standing.WARNING,
                    String.format(
                        "%s %s is older than %s",
                        tool.need().name(),
                        tool.version().map(Version::toString).orElse(""),
                        tool.least().map(Version::toString).orElse("")),
                    tool.path().filter(KnownVersions::compiles).isPresent()
                        ? "bring a newer one, or build with " + container(environment)
                        : "bring a newer one"))
        .toList();
  }

  private static String container(Optional<String> environment) {
    return environment.isPresent() ? "--in container" : "--in container --image IMAGE";
  }
}
