package io.github.twlen.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.twlen.Progress;
import io.github.twlen.VagrantHost;
import io.github.twlen.archive.RpmPackage;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The real Vagrant, a real guest from the box that this repository builds, and rpmbuild in it. One
 * test, since a guest takes its time: a build that goes well and whose guest stays, as after a
 * kill; then one that fails, which first has to remove that guest.
 */
@Tag("e2e")
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class VagrantBuildIT {
  private static final String HEADER = "a\nb\n#define TCP_TIMEWAIT_LEN (60*HZ)\nc\nd\n";
  private static final String PATCH =
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
      """;
  private static final String SPEC =
      """
      %define debug_package %{nil}
      Name: kernel
      Version: 3.10
      Release: 1%{?dist}%{?buildid}
      Summary: a toy kernel
      License: none
      Source0: linux-3.10.tar
      Patch999999: linux-kernel-test.patch
      %description
      A toy.
      %package devel
      Summary: headers
      %description devel
      Headers.
      %prep
      %setup -q -c -n kernel-3.10
      cd linux-3.10
      ApplyOptionalPatch() { patch -p1 -F1 -s < $RPM_SOURCE_DIR/$1 ; }
      ApplyOptionalPatch linux-kernel-test.patch
      %build
      cd linux-3.10
      make V=1
      %install
      cd linux-3.10
      mkdir -p %{buildroot}/usr/src/kernels/k/include/net %{buildroot}/boot
      cp include/net/tcp.h %{buildroot}/usr/src/kernels/k/include/net
      cp image %{buildroot}/boot/vmlinuz-k
      %files
      /boot/vmlinuz-k
      %files devel
      /usr/src/kernels/k
      """;

  @TempDir Path temp;
  private final List<String> said = new ArrayList<>();
  private final Progress progress =
      new Progress() {
        @Override
        public void say(String line) {
          said.add(line);
        }

        @Override
        public void status(String text) {}
      };

  /** What the makefile does, and so the whole build. */
  private RpmTop top(String recipe) throws IOException {
    RpmTop top = new RpmTop(temp.resolve("a cache/rpm"));
    Path tree = temp.resolve("linux-3.10");
    Files.createDirectories(tree.resolve("include/net"));
    Files.writeString(tree.resolve("include/net/tcp.h"), HEADER);
    Files.writeString(tree.resolve("Makefile"), "image: include/net/tcp.h\n\t" + recipe + "\n");
    Files.writeString(top.sources().resolve("linux-kernel-test.patch"), "");
    CommandResult tar =
        new CommandRunner()
            .run(
                Command.of("tar", "-C", temp.toString(), "-cf")
                    .with(top.sources().resolve("linux-3.10.tar").toString(), "linux-3.10"));
    assertThat(tar.ok()).as(tar.lastWords()).isTrue();
    return top;
  }

  private static Optional<byte[]> packed(String name) {
    try {
      return Optional.of(Files.readAllBytes(Path.of(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static VagrantEnvironment environment(VagrantHost host, boolean keep) {
    return new VagrantEnvironment(
        host.box().toString(),
        Optional.of("libvirt"),
        1024,
        2,
        true,
        keep,
        host.tools(),
        VagrantBuildIT::packed);
  }

  @Test
  void buildsInAGuestAndLeavesNothing() throws Exception {
    try (VagrantHost host = VagrantHost.start(temp.resolve("host"))) {
      buildsAndKeeps(host);
      assertThat(host.guests()).singleElement().asString().startsWith("twlen-build-");
      failsAndRemoves(host);
      assertThat(host.guests()).isEmpty();
      assertThat(processesIn(host)).noneMatch(line -> line.contains("qemu-system"));
      host.close();
      assertThat(processesIn(host)).isEmpty();
      assertThat(host.vagrantHome()).doesNotExist();
      assertThat(new CommandRunner().run(Command.of("ip", "netns", "list")).output())
          .noneMatch(line -> line.startsWith(host.namespace()));
    }
  }

  private static List<String> processesIn(VagrantHost host) {
    return new CommandRunner()
        .run(Command.of("ip", "netns", "pids", host.namespace())).output().stream()
            .map(pid -> ProcessHandle.of(Long.parseLong(pid.strip())))
            .flatMap(Optional::stream)
            .map(process -> process.info().commandLine().orElse("?"))
            .toList();
  }

  private void buildsAndKeeps(VagrantHost host) throws IOException {
    RpmTop top = top("cp $< $@");
    Files.writeString(top.sources().resolve("linux-kernel-test.patch"), PATCH);
    Path spec = top.specs().resolve("kernel.spec");
    Files.writeString(spec, SPEC);
    Path cache = temp.resolve("a cache");
    try (BuildSite site =
        environment(host, true).open(cache, top.root(), new CommandRunner(), progress)) {
      site.send(top.root());
      rpmbuild(site, top, spec, "-bp");
      site.bring("BUILD/*" + BuildTree.HEADER);
      // rpmbuild removes the tree when it has packed it.
      assertThat(rpmbuild(site, top, spec, "-bb"))
          .anyMatch(line -> line.startsWith("Wrote: /var/tmp/twlen/rpm/RPMS/"));
      site.bring("RPMS/*.rpm");
    }
    assertThat(top.build().resolve("kernel-3.10/linux-3.10/include/net/tcp.h"))
        .content()
        .contains("(15*HZ)");
    RpmPackage devel =
        RpmPackage.open(top.root().resolve("RPMS/x86_64/kernel-devel-3.10-1.tw15.x86_64.rpm"));
    assertThat(devel.content(path -> path.endsWith("/include/net/tcp.h")).orElseThrow())
        .asString(StandardCharsets.US_ASCII)
        .contains("(15*HZ)");
  }

  private static List<String> rpmbuild(BuildSite site, RpmTop top, Path spec, String stage) {
    RpmTop there = top.in(site);
    Command command =
        there.command(
            "rpmbuild", List.of(stage, "--define", "buildid .tw15", there.seen(spec).toString()));
    List<String> heard = new ArrayList<>();
    CommandResult result = site.run(command, heard::add);
    assertThat(result.ok()).as(result.lastWords()).isTrue();
    return heard;
  }

  private void failsAndRemoves(VagrantHost host) throws IOException {
    RpmTop top = top("@echo 'tcp.c:7: error: of a toy' >&2; exit 1");
    SpecFile spec = SpecFile.of("kernel.spec", SPEC.getBytes(StandardCharsets.ISO_8859_1));
    byte[] patch = PATCH.getBytes(StandardCharsets.US_ASCII);
    SpecChange change =
        new SpecPlacement(spec, Set.of("linux-kernel-test.patch"), 15, patch).call();
    RpmBuild build =
        new RpmBuild(
            top,
            change,
            patch,
            new RpmBuild.Order(
                List.of(), List.of(), List.of("dist .el7"), "x86_64", 2, environment(host, false)),
            header ->
                new String(header, StandardCharsets.US_ASCII).contains("(15*HZ)")
                    ? Optional.empty()
                    : Optional.of("it says 60 s"),
            new CommandRunner(),
            temp.resolve("build.log"),
            temp.resolve("a cache"),
            progress);
    BuildFailure failure = catchThrowableOfType(BuildFailure.class, build::call);
    assertThat(failure).hasMessageContaining("tcp.c:7: error: of a toy");
    assertThat(temp.resolve("build.log")).content().contains("tcp.c:7: error: of a toy", "%prep");
    assertThat(said).anyMatch(line -> line.contains("an earlier run has left"));
  }
}
