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
import io.github.twlen.recipe.Version;
import io.github.twlen.verify.guest.KvmVerdict;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A diagnosis in JSON. A key whose value is not known, or that does not concern the run, has {@code
 * null}; amounts are in bytes. The page {@code doctor} of the site tells every key.
 */
public final class DoctorJson {
  private DoctorJson() {}

  public static Map<String, @Nullable Object> of(RunPlan run, Diagnosis found) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("ready", found.ready());
    all.put("lacking", found.lacking());
    all.put("recipe", run.recipe().name());
    all.put("kernel", text(found.kernel()));
    all.put("guest", DoctorView.guest(run.guest()));
    all.put("environment", run.environment().name());
    all.put("tools", found.tools().stream().map(DoctorJson::tool).toList());
    all.put("disks", found.disks().stream().map(DoctorJson::disk).toList());
    all.put("memory", memory(found.memory()));
    all.put("processors", Runtime.getRuntime().availableProcessors());
    all.put("jobs", found.jobs());
    all.put("kvm", found.kvm().map(DoctorJson::kvm).orElse(null));
    all.put("ccache", found.cache().map(DoctorJson::ccache).orElse(null));
    all.put("farm", found.farm().map(DoctorJson::farm).orElse(null));
    all.put("findings", found.findings().stream().map(DoctorJson::finding).toList());
    all.put("install", install(found));
    return all;
  }

  private static Map<String, @Nullable Object> tool(Tool tool) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("name", tool.need().name());
    all.put("why", tool.need().why());
    all.put("needed", !tool.need().optional());
    all.put("path", tool.path().map(Path::toString).orElse(null));
    all.put("version", text(tool.version()));
    all.put("least", text(tool.least()));
    all.put("newest", text(tool.newest()));
    all.put("state", tool.state().name().toLowerCase(Locale.ROOT));
    all.put("apt", tool.need().apt());
    all.put("dnf", tool.need().dnf());
    return all;
  }

  private static Map<String, @Nullable Object> disk(Disk disk) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("uses", disk.uses());
    all.put("freeBytes", disk.freeBytes());
    all.put("neededBytes", disk.neededBytes());
    all.put("leastBytes", disk.leastBytes());
    all.put("writable", disk.writable());
    all.put("notWritable", disk.forbidden());
    all.put("enough", disk.enough());
    return all;
  }

  private static Map<String, @Nullable Object> memory(Memory memory) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("availableBytes", number(memory.availableBytes()));
    all.put("limitBytes", number(memory.limitBytes()));
    all.put("guestBytes", memory.guestBytes());
    all.put("compilersBytes", memory.compilersBytes());
    return all;
  }

  private static Map<String, @Nullable Object> kvm(KvmVerdict verdict) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("state", verdict.state().name().toLowerCase(Locale.ROOT));
    all.put("words", verdict.state().words());
    all.put("detail", verdict.detail());
    return all;
  }

  private static Map<String, @Nullable Object> ccache(CompilerCache cache) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("folder", cache.folder());
    all.put("sizeBytes", number(cache.sizeBytes()));
    all.put("limitBytes", number(cache.limitBytes()));
    return all;
  }

  private static Map<String, @Nullable Object> farm(Farm farm) {
    List<Map<String, String>> hosts =
        farm.hosts().stream()
            .map(
                host ->
                    Map.of(
                        "name", host.name(),
                        "state", host.state().words(),
                        "detail", host.detail()))
            .toList();
    return Map.of("lookedAt", farm.lookedAt(), "answers", farm.answers(), "hosts", hosts);
  }

  private static Map<String, @Nullable Object> finding(Finding finding) {
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("name", finding.name());
    all.put("standing", finding.standing().name().toLowerCase(Locale.ROOT));
    all.put("what", finding.what());
    all.put("remedy", finding.remedy());
    return all;
  }

  private static Map<String, @Nullable Object> install(Diagnosis found) {
    List<HostRequirement> absent = found.absent();
    List<HostRequirement> help = found.absentHelp();
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    all.put("host", found.host().map(own -> own.name().toLowerCase(Locale.ROOT)).orElse(null));
    all.put("apt", PackageManager.APT.shown(absent));
    all.put("dnf", PackageManager.DNF.shown(absent));
    all.put("aptHelpful", PackageManager.APT.shown(help));
    all.put("dnfHelpful", PackageManager.DNF.shown(help));
    return all;
  }

  private static @Nullable String text(Optional<Version> version) {
    return version.map(Version::toString).orElse(null);
  }

  private static @Nullable Long number(OptionalLong number) {
    return number.isPresent() ? number.getAsLong() : null;
  }
}
