// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.view;

import io.github.twlen.host.RunPlan;
import io.github.twlen.host.doctor.CompilerCache;
import io.github.twlen.host.doctor.Diagnosis;
import io.github.twlen.host.doctor.Disk;
import io.github.twlen.host.doctor.Finding;
import io.github.twlen.host.doctor.Memory;
import io.github.twlen.host.doctor.Tool;
import io.github.twlen.host.farm.Farm;
import io.github.twlen.host.need.HostRequirement;
import io.github.twlen.host.need.PackageManager;
import io.github.twlen.verify.guest.KvmVerdict;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A diagnosis in JSON, documented on the page {@code doctor} of the site. A value is {@code null}
 * when it is unknown or does not concern the run; sizes are in bytes.
 */
public record DoctorJson(
    boolean ready,
    List<String> lacking,
    String recipe,
    @Nullable String kernel,
    String guest,
    String environment,
    List<ToolJson> tools,
    List<DiskJson> disks,
    MemoryJson memory,
    int processors,
    int jobs,
    @Nullable KvmJson kvm,
    @Nullable CacheJson ccache,
    @Nullable FarmJson farm,
    List<FindingJson> findings,
    InstallJson install) {
  public static DoctorJson of(RunPlan run, Diagnosis found) {
    return new DoctorJson(
        found.ready(),
        found.lacking(),
        run.recipe().name(),
        text(found.kernel()),
        DoctorView.guest(run.guest()),
        run.environment().name(),
        found.tools().stream().map(ToolJson::of).toList(),
        found.disks().stream().map(DiskJson::of).toList(),
        MemoryJson.of(found.memory()),
        Runtime.getRuntime().availableProcessors(),
        found.jobs(),
        found.kvm().map(KvmJson::of).orElse(null),
        found.cache().map(CacheJson::of).orElse(null),
        found.farm().map(FarmJson::of).orElse(null),
        found.findings().stream().map(FindingJson::of).toList(),
        InstallJson.of(found));
  }

  record ToolJson(
      String name,
      String why,
      boolean needed,
      @Nullable String path,
      @Nullable String version,
      @Nullable String least,
      @Nullable String newest,
      String state,
      String apt,
      String dnf) {
    static ToolJson of(Tool tool) {
      HostRequirement need = tool.need();
      return new ToolJson(
          need.name(),
          need.why(),
          !need.optional(),
          text(tool.path()),
          text(tool.version()),
          text(tool.least()),
          text(tool.newest()),
          lowerCase(tool.state()),
          need.apt(),
          need.dnf());
    }
  }

  record DiskJson(
      List<String> uses,
      long freeBytes,
      long neededBytes,
      long leastBytes,
      boolean writable,
      List<String> notWritable,
      boolean enough) {
    static DiskJson of(Disk disk) {
      return new DiskJson(
          disk.uses(),
          disk.freeBytes(),
          disk.neededBytes(),
          disk.leastBytes(),
          disk.writable(),
          disk.forbidden(),
          disk.enough());
    }
  }

  record MemoryJson(
      @Nullable Long availableBytes,
      @Nullable Long limitBytes,
      long guestBytes,
      long compilersBytes) {
    static MemoryJson of(Memory memory) {
      return new MemoryJson(
          number(memory.availableBytes()),
          number(memory.limitBytes()),
          memory.guestBytes(),
          memory.compilersBytes());
    }
  }

  record KvmJson(String state, String words, String detail) {
    static KvmJson of(KvmVerdict kvm) {
      return new KvmJson(lowerCase(kvm.state()), kvm.state().words(), kvm.detail());
    }
  }

  record CacheJson(String folder, @Nullable Long sizeBytes, @Nullable Long limitBytes) {
    static CacheJson of(CompilerCache cache) {
      return new CacheJson(cache.folder(), number(cache.sizeBytes()), number(cache.limitBytes()));
    }
  }

  record FarmJson(String lookedAt, boolean answers, List<HostJson> hosts) {
    static FarmJson of(Farm farm) {
      List<HostJson> hosts =
          farm.hosts().stream()
              .map(host -> new HostJson(host.name(), host.state().words(), host.detail()))
              .toList();
      return new FarmJson(farm.lookedAt(), farm.answers(), hosts);
    }
  }

  record HostJson(String name, String state, String detail) {}

  record FindingJson(String name, String standing, String what, String remedy) {
    static FindingJson of(Finding one) {
      return new FindingJson(one.name(), lowerCase(one.standing()), one.what(), one.remedy());
    }
  }

  record InstallJson(
      @Nullable String host, String apt, String dnf, String aptHelpful, String dnfHelpful) {
    static InstallJson of(Diagnosis found) {
      return new InstallJson(
          found.host().map(DoctorJson::lowerCase).orElse(null),
          PackageManager.APT.shown(found.absent(false)),
          PackageManager.DNF.shown(found.absent(false)),
          PackageManager.APT.shown(found.absent(true)),
          PackageManager.DNF.shown(found.absent(true)));
    }
  }

  private static @Nullable String text(Optional<?> value) {
    return value.map(Object::toString).orElse(null);
  }

  private static @Nullable Long number(OptionalLong number) {
    return number.isPresent() ? number.getAsLong() : null;
  }

  private static String lowerCase(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
