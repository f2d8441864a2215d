// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.doctor;

import io.github.twlen.host.doctor.Finding.Standing;
import io.github.twlen.host.farm.Farm;
import io.github.twlen.host.farm.FarmHost.State;
import io.github.twlen.recipe.Version;
import io.github.twlen.verify.guest.KvmVerdict;
import java.util.List;
import java.util.Optional;

/** Makes findings of results from other packages. */
final class FindingFactory {
  private static final String EMULATION =
      "; guests are emulated, 10 to 20 times slower; measurements stay exact";

  private FindingFactory() {}

  static Finding processors(int here, int jobs) {
    return Finding.fine(
        "processors",
        here + (jobs == 0 ? "; nothing is compiled on this host" : "; parallel jobs: " + jobs));
  }

  /** KVM is optional. */
  static Finding kvm(KvmVerdict verdict) {
    String what = verdict.state().words() + " (" + verdict.detail() + ")";
    String remedy =
        switch (verdict.state()) {
          case FORBIDDEN ->
              "add this user to the group kvm: usermod -aG kvm USER; then log in again";
          case ABSENT ->
              "enable virtualization in the firmware, or nested virtualization if this host is a"
                  + " guest";
          default -> "";
        };
    return switch (verdict.state()) {
      case WORKS -> Finding.fine("kvm", what);
      case UNTRIED, UNCLEAR -> Finding.note("kvm", what);
      case FORBIDDEN, ABSENT, PRETENDS, REFUSES ->
          new Finding("kvm", Standing.NOTE, what + EMULATION, remedy);
    };
  }

  static Finding farm(Farm farm) {
    if (!farm.answers()) {
      return Finding.lacking(
          "farm",
          farm.lookedAt() + ": no host answers",
          "start its daemons, or name other hosts; or pass --launcher none to compile here");
    }
    long answering = farm.hosts().stream().filter(h -> h.state() == State.ANSWERS).count();
    String count = ": " + answering + " of " + farm.hosts().size() + " answer";
    return Finding.fine("farm", farm.lookedAt() + (farm.hosts().isEmpty() ? "" : count));
  }

  /**
   * Returns warnings about old tools. A container replaces tools that compile, not QEMU or ccache.
   *
   * @param environment the distribution whose tools the recipe names, if any
   */
  static List<Finding> tooOld(List<Tool> tools, Optional<String> environment) {
    return tools.stream()
        .filter(tool -> tool.state() == Tool.State.TOO_OLD)
        .map(tool -> tooOld(tool, environment))
        .toList();
  }

  private static Finding tooOld(Tool tool, Optional<String> environment) {
    String name = tool.need().name() + " " + tool.version().map(Version::toString).orElse("");
    String least = tool.least().map(Version::toString).orElse("");
    String container =
        tool.path().filter(KnownVersions::compiles).isEmpty()
            ? ""
            : ", or build with --in container" + (environment.isPresent() ? "" : " --image IMAGE");
    return Finding.warning(
        "tools", name + " is older than " + least, "install a newer one" + container);
  }
}
