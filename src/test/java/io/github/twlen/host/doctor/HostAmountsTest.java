// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.host.doctor.Disk.Volume;
import io.github.twlen.host.doctor.Finding.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disk, memory and ccache of fake hosts. */
class HostAmountsTest {
  private static final long GIB = ByteSize.GIB;

  @TempDir Path folder;

  @Test
  void addsUsesOfOneFileSystem() {
    List<DiskUse> uses =
        List.of(
            new DiskUse("cache", folder.resolve("a/b"), 3 * GIB, 3 * GIB),
            new DiskUse("output", folder.resolve("c"), 2 * GIB, 2 * GIB));
    List<Disk> disks = Disk.of(uses, path -> new Volume("one", 4 * GIB));
    assertThat(disks).hasSize(1);
    assertThat(disks.get(0).neededBytes()).isEqualTo(5 * GIB);
    assertThat(disks.get(0).finding().standing()).isEqualTo(Standing.LACKING);
    assertThat(disks.get(0).finding().what()).startsWith("4.0 GiB free, 5.0 GiB needed: cache ");
  }

  @Test
  void checksFileSystemsSeparately() throws IOException {
    Path other = Files.createDirectory(folder.resolve("other"));
    List<DiskUse> uses =
        List.of(
            new DiskUse("cache", folder.resolve("a"), 3 * GIB, 3 * GIB),
            new DiskUse("output", other.resolve("c"), 2 * GIB, 2 * GIB));
    List<Disk> disks = Disk.of(uses, path -> new Volume(path, path.equals(other) ? GIB : 3 * GIB));
    assertThat(disks).extracting(Disk::enough).containsExactly(true, false);
  }

  @Test
  void rejectsFileInPlaceOfDirectory() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    List<DiskUse> uses = List.of(new DiskUse("cache", file.resolve("twlen"), 0, 0));
    assertThat(Disk.of(uses, Volume::of).get(0).finding().standing()).isEqualTo(Standing.LACKING);
  }

  @Test
  void namesOnlyUnwritableDirectories() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Path output = folder.resolve("output");
    List<DiskUse> uses =
        List.of(
            new DiskUse("cache", file.resolve("twlen"), 3 * GIB, 3 * GIB),
            new DiskUse("output", output, 0, 0));
    Disk disk = Disk.of(uses, path -> new Volume("one", 4 * GIB)).get(0);
    assertThat(disk.writable()).isFalse();
    assertThat(disk.forbidden()).containsExactly("cache " + file + "/twlen");
    assertThat(disk.finding().what())
        .startsWith("4.0 GiB free, 3.0 GiB needed: ")
        .endsWith("; not writable: cache " + file + "/twlen");
  }

  @Test
  void readsRealFileSystem() {
    Volume real = Volume.of(folder);
    assertThat(real.id()).isEqualTo(Volume.of(Path.of(folder.toString(), ".")).id());
    assertThat(real.freeBytes()).isPositive();
  }

  private void file(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void memory(long availableKib) throws IOException {
    file(
        "proc/meminfo",
        "MemTotal: 99 kB\nMemFree: 1 kB\nMemAvailable:   " + availableKib + " kB\n");
  }

  @Test
  void usesLowestLimitOfCgroup2() throws IOException {
    memory(8 << 20);
    file("proc/self/cgroup", "0::/user.slice/mine\n");
    file("sys/fs/cgroup/user.slice/mine/memory.max", "max\n");
    file("sys/fs/cgroup/user.slice/memory.max", "" + (GIB / 2));
    Memory memory = Memory.of(folder, GIB, 0, false);
    assertThat(memory.availableBytes()).hasValue(8 * GIB);
    assertThat(memory.limitBytes()).hasValue(GIB / 2);
    assertThat(memory.finding().standing()).isEqualTo(Standing.LACKING);
    assertThat(memory.finding().what()).contains("cgroup limit 512 MiB");
  }

  @Test
  void readsLimitOfCgroup1() throws IOException {
    memory(8 << 20);
    file("proc/self/cgroup", "9:cpu:/x\n4:memory:/job\n0::/\n");
    file("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    assertThat(Memory.of(folder, GIB, 0, false).limitBytes()).isEmpty();
    file("sys/fs/cgroup/memory/job/memory.limit_in_bytes", "" + 2 * GIB);
    assertThat(Memory.of(folder, GIB, 0, false).limitBytes()).hasValue(2 * GIB);
  }

  @Test
  void warnsOfTooManyCompilers() throws IOException {
    memory(1 << 20);
    assertThat(Memory.of(folder, GIB / 2, 2, false).finding().standing()).isEqualTo(Standing.FINE);
    assertThat(Memory.of(folder, GIB / 2, 64, false).finding().standing())
        .isEqualTo(Standing.WARNING);
    assertThat(Memory.of(folder, GIB / 2, 2, true).finding().standing())
        .as("the linker of a distribution's configuration")
        .isEqualTo(Standing.WARNING);
  }

  @Test
  void acceptsUnknownMemory() throws IOException {
    file("proc/meminfo", "MemTotal: lots\n");
    assertThat(Memory.of(folder, GIB, 4, false).finding().standing()).isEqualTo(Standing.NOTE);
  }

  @Test
  void readsFormatsOfCcache() {
    assertThat(CompilerCache.size(List.of("a\t1", "cache_size_kibibyte\t2048")))
        .hasValue(2 * ByteSize.MIB);
    assertThat(CompilerCache.size(List.of("cache size 2 MB"))).isEmpty();
    assertThat(CompilerCache.limit(List.of("(default) max_size = 5.0G"))).hasValue(5_000_000_000L);
    assertThat(CompilerCache.limit(List.of("max_size = 500.0M"))).hasValue(500_000_000L);
    assertThat(CompilerCache.limit(List.of("(/etc/ccache.conf) max_size = 20.0 GiB")))
        .hasValue(20 * GIB);
    assertThat(CompilerCache.limit(List.of("(environment) max_size = 0"))).hasValue(0);
    assertThat(CompilerCache.limit(List.of("max_files = 0", "max_size = huge"))).isEmpty();
  }

  @Test
  void warnsOfSmallCcache() {
    assertThat(cache(OptionalLong.of(100 * ByteSize.MIB), false)).isEqualTo(Standing.WARNING);
    assertThat(cache(OptionalLong.of(GIB), false)).isEqualTo(Standing.FINE);
    assertThat(cache(OptionalLong.of(GIB), true)).isEqualTo(Standing.WARNING);
    assertThat(cache(OptionalLong.of(0), true)).as("no limit").isEqualTo(Standing.FINE);
    assertThat(cache(OptionalLong.empty(), true)).isEqualTo(Standing.FINE);
  }

  private static Standing cache(OptionalLong limit, boolean large) {
    return new CompilerCache("/c", OptionalLong.empty(), limit, large).finding().standing();
  }
}
