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
import java.util.stream.Stream;

/**
 * What a run writes to one place.
 *
 * @param what for a person, such as {@code cache}
 * @param folder where; it need not be there yet
 * @param bytes how much room that takes, at most
 * @param least how much it takes in any case
 */
record DiskUse(String what, Path folder, long bytes, long least) {
  /** Measured: the tree of 2.6.32 takes some 400 MiB, and its objects are not nothing. */
  private static final long SMALLEST = 512 * ByteSize.MIB;

  /** A tree that is smaller is no whole kernel, but somebody's toy. */
  private static final long TOY = 64 * ByteSize.MIB;

  /**
   * Measured: Debian's 6.1 with the minimal configuration takes 1588 MiB of tree and objects, 132
   * of tarball, 53 of compiler cache for three lengths. Later trees are larger.
   */
  private static final long MINIMAL = 3 * ByteSize.GIB;

  /** Estimated: the same tree, and some three thousand objects more. */
  private static final long DEFCONFIG = 6 * ByteSize.GIB;

  /**
   * Estimated: a distribution's configuration with debugging information, whether by make or by
   * rpmbuild with {@code baseonly}; of such build trees 20 to 25 GB are told.
   */
  private static final long DISTRIBUTION = 25 * ByteSize.GIB;

  /** Estimated: what is compiled anew in a tree that is kept, and the compiler cache. */
  private static final long AGAIN = ByteSize.GIB;

  /** Measured: 132 MiB of source package, once as it came and once patched. */
  private static final long SOURCE_PACKAGE = ByteSize.GIB;

  /** Measured: 21 MiB of kernel, packages, logs and report from a minimal configuration. */
  private static final long SMALL_OUTPUT = 128 * ByteSize.MIB;

  /** Estimated: a distribution's packages without debugging information, with room. */
  private static final long LARGE_OUTPUT = 2 * ByteSize.GIB;

  /** Estimated: a distribution's image with the tools of its kernel's spec. */
  private static final long IMAGE = 3 * ByteSize.GIB;

  /** Measured: 484 MiB as a file, three times that unpacked; others' boxes are larger. */
  private static final long BOX = 2 * ByteSize.GIB;

  /** Estimated: what a guest writes on its disk while it installs a kernel. */
  private static final long GUEST = 2 * ByteSize.GIB;

  /** All that an order writes on this host. */
  static List<DiskUse> of(RunPlan run, Workspace workspace, Map<String, String> variables) {
    List<DiskUse> all = new ArrayList<>();
    BuildEnvironment environment = run.environment();
    long cache = cache(run, workspace);
    long tree = tree(run.recipe().source());
    // A toy's objects are small as well.
    all.add(
        tree < TOY
            ? new DiskUse("cache", workspace.place(), Math.min(cache, 4 * TOY), tree)
            : new DiskUse(
                "cache", workspace.place(), cache, cache == AGAIN ? 0 : Math.min(cache, SMALLEST)));
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
      // Where libvirt's pool "default" is; other providers keep disks beside the boxes.
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
      return Math.min(MINIMAL, build(run.plan())); // What is sent there, and what comes back.
    }
    return run.plan() instanceof BuildPlan.ByMake && keptTree(run, workspace)
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

  /** How large a tree on this disk is, up to where it is no toy; of others, that they are none. */
  private static long tree(SourceSpec source) {
    if (source instanceof SourceSpec.LocalFile local) {
      // Packed it is a tenth of its size, roughly.
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
      return TOY; // What cannot be read, the run says.
    }
  }

  private static long output(BuildPlan plan) {
    return build(plan) == DISTRIBUTION ? LARGE_OUTPUT : SMALL_OUTPUT;
  }

  private static boolean keptTree(RunPlan run, Workspace workspace) {
    Path trees = workspace.place().resolve("trees");
    if (!Files.isDirectory(trees)) {
      return false;
    }
    String begin = run.recipe().name() + "-";
    try (Stream<Path> kept = Files.list(trees)) {
      // What follows the name is a digest, so that no other recipe's name can go on like this.
      return kept.anyMatch(
          tree -> {
            String name = String.valueOf(tree.getFileName());
            return name.startsWith(begin)
                && name.substring(begin.length()).matches("[0-9a-f]{12}")
                && Files.exists(tree.resolve("linux/vmlinux"));
          });
    } catch (IOException e) {
      return false;
    }
  }
}
