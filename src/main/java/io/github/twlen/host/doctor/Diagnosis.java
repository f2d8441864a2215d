// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.doctor;

import io.github.twlen.host.farm.Farm;
import io.github.twlen.host.need.HostRequirement;
import io.github.twlen.host.need.PackageManager;
import io.github.twlen.recipe.Version;
import io.github.twlen.verify.guest.KvmVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What this host has for a run.
 *
 * @param kernel the series of the kernel; empty when nothing tells before it is fetched
 * @param tools programs and files, in the order in which a run needs them
 * @param disks the file systems that are written to
 * @param memory of this host
 * @param jobs compilers at once; 0 when nothing is compiled on this host
 * @param kvm what it is worth; empty when the run does not ask for it
 * @param cache ccache's; empty when the run does not use it
 * @param farm the launcher's; empty when no launcher was named
 * @param others what else was looked at: the source, its spec, the age of tools, the container,
 *     Vagrant
 * @param host this host's package manager; empty when it has neither apt nor dnf
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
  /** Copies what it is given. */
  public Diagnosis {
    tools = List.copyOf(tools);
    disks = List.copyOf(disks);
    others = List.copyOf(others);
  }

  /** What is needed, is not there, and can be installed. */
  public List<HostRequirement> absent() {
    return absent(false);
  }

  /** What only helps, is not there, and can be installed. */
  public List<HostRequirement> absentHelp() {
    return absent(true);
  }

  private List<HostRequirement> absent(boolean optional) {
    return tools.stream()
        .filter(Tool::absent)
        .map(Tool::need)
        .filter(need -> need.optional() == optional)
        .toList();
  }

  /** All that is no tool, as people read it. */
  public List<Finding> findings() {
    List<Finding> all = new ArrayList<>();
    disks.forEach(disk -> all.add(disk.finding()));
    all.add(memory.finding());
    all.add(FindingFactory.processors(Runtime.getRuntime().availableProcessors(), jobs));
    kvm.map(FindingFactory::kvm).ifPresent(all::add);
    cache.map(CompilerCache::finding).ifPresent(all::add);
    farm.map(FindingFactory::farm).ifPresent(all::add);
    all.addAll(others);
    return all;
  }

  /** What keeps the run from being possible, by name; none when it is. */
  public List<String> lacking() {
    return Stream.concat(
            tools.stream().filter(Tool::lacking).map(tool -> tool.need().name()),
            findings().stream().filter(Finding::lacking).map(Finding::name))
        .distinct()
        .toList();
  }

  /** Whether all that is needed is there, and enough. */
  public boolean ready() {
    return lacking().isEmpty();
  }
}
