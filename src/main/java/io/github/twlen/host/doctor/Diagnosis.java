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
    all.add(FindingFactory.processors(Runtime.getRuntime().availableProcessors(), jobs));
    kvm.map(FindingFactory::kvm).ifPresent(all::add);
    cache.map(CompilerCache::finding).ifPresent(all::add);
    farm.map(FindingFactory::farm).ifPresent(all::add);
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
}
