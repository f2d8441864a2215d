// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.rpm;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.build.BuildPlan;
import io.github.twlen.build.BuiltKernel;
import io.github.twlen.build.config.RemedyPlan;
import io.github.twlen.build.environment.BuildEnvironment;
import io.github.twlen.build.launcher.Launcher;
import io.github.twlen.build.spec.SpecChange;
import io.github.twlen.build.spec.SpecFile;
import io.github.twlen.build.spec.SpecPlacement;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.TestRun;
import io.github.twlen.recipe.SampleArchitectures;
import io.github.twlen.recipe.TimewaitLength;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A kernel of five lines for the real rpmbuild, patched from 60 to 15 s.
 *
 * @param folder a directory of the test
 */
public record ToyRpm(Path folder, RpmTopDir top) {
  private static final String HEADER = "a\nb\n#define TCP_TIMEWAIT_LEN (60*HZ)\nc\nd\n";
  private static final byte[] PATCH =
      """
      Subject: TIME_WAIT

      of 15 s
      --- a/include/net/tcp.h
      +++ b/include/net/tcp.h
      @@ -1,5 +1,5 @@
       a
       b
      -#define TCP_TIMEWAIT_LEN (60*HZ)
      +#define TCP_TIMEWAIT_LEN (15*HZ)
       c
       d
      """
          .getBytes(StandardCharsets.US_ASCII);

  private static final String SPEC =
      """
      %%define debug_package %%{nil}
      Name: kernel
      Version: 3.10
      Release: 1%%{?dist}%%{?buildid}
      Summary: a toy kernel
      License: none
      Source0: linux-3.10.tar
      Patch999999: linux-kernel-test.patch
      %%description
      A toy.
      %%prep
      %%setup -q -c -n kernel-3.10
      cd linux-3.10
      %s
      %%build
      %s
      cd linux-3.10
      make V=1
      %%install
      cd linux-3.10
      mkdir -p %%{buildroot}/usr/src/kernels/k/include/net %%{buildroot}/boot
      cp include/net/tcp.h %%{buildroot}/usr/src/kernels/k/include/net
      cp image %%{buildroot}/boot/vmlinuz-k
      %%package devel
      Summary: headers
      %%description devel
      Headers.
      %%files
      /boot/vmlinuz-k
      %%files devel
      /usr/src/kernels/k
      """;

  /**
   * Returns a spec.
   *
   * @param prep commands of %prep in the tree
   * @param build commands of %build before make
   */
  public static String spec(String prep, String build) {
    return SPEC.formatted(prep, build);
  }

  /** Writes the sources, with the vendor's empty placeholder patch. */
  public void sources() throws IOException {
    Path tree = folder.resolve("linux-3.10");
    Files.createDirectories(tree.resolve("include/net"));
    Files.writeString(tree.resolve("include/net/tcp.h"), HEADER);
    Files.writeString(tree.resolve("Makefile"), "image: include/net/tcp.h\n\tcp $< $@\n");
    CommandResult tar =
        new CommandRunner()
            .run(
                Command.of("tar", "-C", folder.toString(), "-cf")
                    .with(top.sources().resolve("linux-3.10.tar").toString(), "linux-3.10"));
    assertThat(tar.ok()).as(tar.lastLine()).isTrue();
    Files.writeString(top.sources().resolve("linux-kernel-test.patch"), "");
  }

  public Path log() {
    return folder.resolve("build.log");
  }

  /**
   * Builds the kernel without remedies.
   *
   * @param text the spec
   * @param cache above the {@code _topdir}
   */
  public BuiltKernel build(String text, BuildEnvironment environment, Path cache) {
    return build(text, environment, cache, RemedyPlan.NONE);
  }

  /** Builds the kernel. */
  public BuiltKernel build(
      String text, BuildEnvironment environment, Path cache, RemedyPlan remedies) {
    SpecFile spec = SpecFile.of("kernel.spec", text.getBytes(StandardCharsets.ISO_8859_1));
    SpecChange change =
        new SpecPlacement(spec, Map.of("linux-kernel-test.patch", 0L), "", ".tw15", PATCH).call();
    RpmBuild.Material material = new RpmBuild.Material(top, "3.10-1.el7", change, CHECK);
    BuildPlan.ByRpm plan =
        new BuildPlan.ByRpm(
            RpmBuild.Goal.BINARY,
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            SampleArchitectures.X86_64,
            false,
            Optional.empty());
    RpmBuildRequest request = new RpmBuildRequest(plan, 2, Launcher.NONE, environment, remedies);
    return new RpmBuild(material, PATCH, request, log(), TestRun.in(cache).markedBy(top.root()))
        .call();
  }

  private static final PatchCheck CHECK =
      new PatchCheck(
          List.of(TimewaitLength.HEADER),
          ToyRpm::fault,
          files -> fault(Objects.requireNonNull(files.get(TimewaitLength.HEADER))));

  private static Optional<String> fault(byte[] header) {
    return new String(header, StandardCharsets.US_ASCII).contains("(15*HZ)")
        ? Optional.empty()
        : Optional.of("it says 60 s");
  }
}
