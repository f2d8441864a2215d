// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.doctor;

import io.github.twlen.build.BuildPlan;
import io.github.twlen.build.config.ConfigBase;
import io.github.twlen.build.environment.BuildEnvironment;
import io.github.twlen.build.environment.ContainerEnvironment;
import io.github.twlen.build.environment.VagrantEnvironment;
import io.github.twlen.build.rpm.RpmBuild;
import io.github.twlen.host.RunPlan;
import io.github.twlen.recipe.SourceSpec;
import io.github.twlen.verify.guest.GuestRequest;
import io.github.twlen.workspace.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The data that a run writes to one directory.
 *
 * @param folder may not exist yet
 * @param bytes the most that is written
 * @param least the least that is written
 */
record DiskUse(String what, Path folder, long bytes, long least) {
  // The tree of 2.6.32 takes 400 MiB, without objects.
  private static final long SMALLEST = 512 * ByteSize.MIB;
  // Smaller trees are test toys.
  private static final long TOY = 64 * ByteSize.MIB;
  // Measured: Debian's 6.1 with the minimal configuration takes 1588 MiB for tree and objects, 132
  // MiB for the tarball, 53 MiB of compiler cache for three lengths. Later trees are larger.
  private static final long MINIMAL = 3 * ByteSize.GIB;
  // Estimated: the same tree with 3,000 more objects.
  private static final long DEFCONFIG = 6 * ByteSize.GIB;
  // Estimated: a distribution's configuration; such trees reportedly take 20 to 25 GB.
  private static final long DISTRIBUTION = 25 * ByteSize.GIB;
  // Estimated: recompiled files in a cached work tree, and the compiler cache.
  private static final long AGAIN = ByteSize.GIB;
  // Measured: a source package of 132 MiB, which is stored twice: original and patched.
  private static final long SOURCE_PACKAGE = ByteSize.GIB;
  // Measured: 21 MiB for kernel, packages, logs and report of a minimal configuration.
  private static final long SMALL_OUTPUT = 128 * ByteSize.MIB;
  // Estimated: a distribution's packages without debug information.
  private static final long LARGE_OUTPUT = 2 * ByteSize.GIB;
  // Estimated: a distribution's image with the build dependencies of its kernel.
  private static final long IMAGE = 3 * ByteSize.GIB;
  // Measured: 484 MiB as a file, three times that unpacked; some boxes are larger.
  private static final long BOX = 2 * ByteSize.GIB;
  // Estimated: data that a guest writes while it installs a kernel.
  private static final long GUEST = 2 * ByteSize.GIB;

  /** Returns everything that a run writes on this host. */
  static List<DiskUse> of(RunPlan run, Workspace workspace, Map<String, String> variables) {
    List<DiskUse> all = new ArrayList<>();
    BuildEnvironment environment = run.environment();
    long cache = cache(run, workspace);
    // The guest of an image has its disk in the cache.
    long disk = run.guest() instanceof GuestRequest.Image ? GUEST : 0;
    long tree = tree(run.recipe().source());
    // A toy's objects are small too.
    all.add(
        tree < TOY
            ? new DiskUse("cache", workspace.place(), Math.min(cache, 4 * TOY) + disk, tree)
            : new DiskUse(
                "cache",
                workspace.place(),
                cache + disk,
                cache == AGAIN ? 0 : Math.min(cache, SMALLEST)));
    all.add(new DiskUse("output", run.output(), output(run.plan()), 0));
    Path home = Path.of(variables.getOrDefault("HOME", System.getProperty("user.home", "/")));
    if (environment instanceof ContainerEnvironment) {
      all.add(new DiskUse("containers", containers(home), IMAGE, 0));
    }
    long guests = run.guest() instanceof GuestRequest.Vagrant ? GUEST : 0;
    if (environment instanceof VagrantEnvironment) {
      guests += build(run.plan());
    }
    if (guests > 0) {
      String boxes = variables.getOrDefault("VAGRANT_HOME", home.resolve(".vagrant.d").toString());
      all.add(new DiskUse("boxes", Path.of(boxes), BOX, 0));
      // libvirt's pool "default"; other providers store disks in the directory of the boxes.
      Path pool = Path.of("/var/lib/libvirt/images");
      all.add(new DiskUse("guests", Files.exists(pool) ? pool : Path.of(boxes), guests, 0));
    }
    return all;
  }

  private static Path containers(Path home) {
    return System.getProperty("user.name", "").equals("root")
        ? Path.of("/var/lib/containers")
        : home.resolve(".local/share/containers");
  }

  private static long cache(RunPlan run, Workspace workspace) {
    if (run.environment() instanceof VagrantEnvironment) {
      return Math.min(MINIMAL, build(run.plan())); // Files that are sent there and brought back.
    }
    return run.plan() instanceof BuildPlan.ByMake && hasCachedTree(run, workspace)
        ? AGAIN
        : build(run.plan());
  }

  private static long build(BuildPlan plan) {
    if (plan instanceof BuildPlan.ByMake make) {
      return make.config().isSmall()
          ? MINIMAL
          : make.config().base().kind() == ConfigBase.Kind.DEFCONFIG ? DEFCONFIG : DISTRIBUTION;
    }
    boolean source = ((BuildPlan.ByRpm) plan).goal() == RpmBuild.Goal.SOURCE;
    return source ? SOURCE_PACKAGE : DISTRIBUTION;
  }

  /** Returns the size of a tree in bytes, counting up to {@link #TOY}. */
  private static long tree(SourceSpec source) {
    if (source instanceof SourceSpec.LocalFile local) {
      // Tarballs have about a tenth of the size.
      return 10 * local.file().toFile().length();
    }
    if (!(source instanceof SourceSpec.Tree tree)) {
      return TOY;
    }
    long sum = 0;
    try (Stream<Path> files = Files.walk(tree.folder())) {
      for (Path file : (Iterable<Path>) files::iterator) {
        sum += Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) ? Files.size(file) : 0;
        if (sum >= TOY) {
          return sum;
        }
      }
      return sum;
    } catch (IOException | UncheckedIOException e) {
      return TOY; // The run reports it.
    }
  }

  private static long output(BuildPlan plan) {
    return build(plan) == DISTRIBUTION ? LARGE_OUTPUT : SMALL_OUTPUT;
  }

  private static boolean hasCachedTree(RunPlan run, Workspace workspace) {
    Path trees = workspace.place().resolve("trees");
    if (!Files.isDirectory(trees)) {
      return false;
    }
    // The name of a tree ends in a checksum.
    String name = Pattern.quote(run.recipe().name()) + "-[0-9a-f]{12}";
    try (Stream<Path> kept = Files.list(trees)) {
      return kept.anyMatch(
          tree ->
              String.valueOf(tree.getFileName()).matches(name)
                  && Files.exists(tree.resolve("linux/vmlinux")));
    } catch (IOException e) {
      return false;
    }
  }
}
