// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.doctor;

import io.github.twlen.host.doctor.Finding.Standing;
import io.github.twlen.host.farm.Farm;
import io.github.twlen.host.farm.FarmHost.State;
import io.github.twlen.host.need.HostRequirement;
import io.github.twlen.host.need.PackageManager;
import io.github.twlen.recipe.Version;
import io.github.twlen.verify.guest.KvmVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The inspection of a host for a run.
 *
 * @param kernel the kernel series; empty when unknown before the fetch
 * @param tools in the order in which the run needs them
 * @param jobs parallel compilers; 0 when this host compiles nothing
 * @param kvm empty when the run does not need it
 * @param cache ccache; empty when the run does not use it
 * @param farm empty without a launcher that has a farm
 * @param others findings on the source, its spec, old tools, the container and Vagrant
 * @param host empty when it has neither apt nor dnf
 */
public record Diagnosis(
    Optional<Version> kernel,
    List<Tool> tools,
    List<Disk> disks,
    Memory memory,
    int jobs,
    Optional<KvmVerdict> kvm,
    Optional<CompilerCache> cache,
    Optional<Farm> farm,
    List<Finding> others,
    Optional<PackageManager> host) {
  private static final String EMULATION =
      "; guests are emulated, 10 to 20 times slower; measurements stay exact";

  /** Returns the missing tools that can be installed. */
  public List<HostRequirement> absent(boolean optional) {
    return tools.stream()
        .filter(Tool::absent)
        .map(Tool::need)
        .filter(need -> need.optional() == optional)
        .toList();
  }

  /** Returns all findings. */
  public List<Finding> findings() {
    List<Finding> all = new ArrayList<>();
    disks.forEach(disk -> all.add(disk.finding()));
    all.add(memory.finding());
    all.add(processors(Runtime.getRuntime().availableProcessors(), jobs));
    kvm.map(Diagnosis::kvm).ifPresent(all::add);
    cache.map(CompilerCache::finding).ifPresent(all::add);
    farm.map(Diagnosis::farm).ifPresent(all::add);
    all.addAll(others);
    return all;
  }

  /** Returns the names of the tools and findings that make the run impossible. */
  public List<String> lacking() {
    return Stream.concat(
            tools.stream().filter(Tool::lacking).map(tool -> tool.need().name()),
            findings().stream().filter(Finding::lacking).map(Finding::name))
        .distinct()
        .toList();
  }

  public boolean ready() {
    return lacking().isEmpty();
  }

  private static Finding processors(int here, int jobs) {
    return Finding.fine(
        "processors",
        here + (jobs == 0 ? "; nothing is compiled on this host" : "; parallel jobs: " + jobs));
  }

  /** KVM is optional. */
  private static Finding kvm(KvmVerdict verdict) {
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

  private static Finding farm(Farm farm) {
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
}
