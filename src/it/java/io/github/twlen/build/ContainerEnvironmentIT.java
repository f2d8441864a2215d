package io.github.twlen.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.Progress;
import io.github.twlen.archive.RpmPackage;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.Leftovers;
import io.github.twlen.process.ProcessFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The real rpmbuild in a real container, in a folder whose name is anything but plain. */
@Tag("e2e")
@ExtendWith(ContainerBox.Maker.class)
class ContainerEnvironmentIT {
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
      test "$(ls /sys/class/net)" = lo
      test "$HOME" = "%{_topdir}"
      test "$(ls /twlen)" = "$(printf 'ccache\\ntrees')"
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

  private static ContainerBox box;

  @TempDir Path temporary;
  private Path cache;
  private RpmTop top;

  @BeforeAll
  static void image(ContainerBox made) {
    box = made;
  }

  @BeforeEach
  void sources() throws IOException {
    cache = Files.createDirectories(temporary.resolve("Über: \"alles\", it's"));
    top = new RpmTop(cache.resolve("trees/toy"));
    Path tree = Files.createDirectories(temporary.resolve("linux-3.10/include/net"));
    Files.writeString(tree.resolve("tcp.h"), "a\nb\n#define TCP_TIMEWAIT_LEN (60*HZ)\nc\nd\n");
    Files.writeString(
        temporary.resolve("linux-3.10/Makefile"), "image: include/net/tcp.h\n\tcp $< $@\n");
    CommandResult tar =
        new CommandRunner()
            .run(
                Command.of("tar", "-C", temporary.toString(), "-cf")
                    .with(top.sources().resolve("linux-3.10.tar").toString(), "linux-3.10"));
    assertThat(tar.ok()).as(tar.lastWords()).isTrue();
    Files.writeString(top.sources().resolve("linux-kernel-test.patch"), "");
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(box.podman("ps", "--all", "--filter", "name=twlen-", "--quiet").output()).isEmpty();
  }

  private static SpecChange change(String text) {
    SpecFile spec = SpecFile.of("kernel.spec", text.getBytes(StandardCharsets.ISO_8859_1));
    return new SpecPlacement(spec, Set.of("linux-kernel-test.patch"), 15, patch()).call();
  }

  private static byte[] patch() {
    return PATCH.getBytes(StandardCharsets.US_ASCII);
  }

  private List<RpmPackage> build(String text) {
    return new RpmBuild(
            top,
            change(text),
            patch(),
            new RpmBuild.Order(
                List.of(), List.of(), List.of("dist .el7"), "x86_64", 2, box.environment()),
            header ->
                new String(header, StandardCharsets.US_ASCII).contains("(15*HZ)")
                    ? Optional.empty()
                    : Optional.of("it says 60 s"),
            runner(),
            temporary.resolve("build.log"),
            cache,
            Progress.SILENT)
        .call();
  }

  private CommandRunner runner() {
    return new CommandRunner(top.root().toString());
  }

  private BuildSite open() {
    return box.environment().open(cache, top.root(), runner(), Progress.SILENT);
  }

  private Command command(String... argv) {
    return Command.of(argv).in(top.root());
  }

  /** rpmbuild alone; what RpmBuild makes of its words is that class's own matter. */
  @Test
  void packagesComeOutAndAreTheCallers() throws IOException {
    SpecChange change = change(SPEC);
    Path spec = top.specs().resolve("kernel.spec");
    Files.write(spec, change.after().bytes());
    Files.write(top.sources().resolve(change.file()), patch());
    try (BuildSite site = open()) {
      RpmTop there = top.in(site);
      CommandResult result =
          site.run(
              there
                  .command("rpmbuild", List.of("-bb", "--define", "dist .el7"))
                  .with(change.define())
                  .with(there.seen(spec).toString()),
              line -> {});
      assertThat(result.ok()).as(result.errors().toString()).isTrue();
    }
    List<RpmPackage> made = new ArrayList<>();
    for (Path file : files(top.root().resolve("RPMS"))) {
      made.add(RpmPackage.open(file));
    }
    assertThat(made)
        .extracting(rpm -> rpm.name() + "-" + rpm.versionRelease())
        .containsExactlyInAnyOrder("kernel-3.10-1.el7.tw15", "kernel-devel-3.10-1.el7.tw15");
    RpmPackage devel =
        made.stream().filter(rpm -> rpm.name().equals("kernel-devel")).findFirst().orElseThrow();
    assertThat(devel.content(p -> p.endsWith("/tcp.h")).orElseThrow())
        .asString(StandardCharsets.US_ASCII)
        .contains("(15*HZ)");
    for (Path file : files(cache)) {
      assertThat(Files.getOwner(file).getName()).isEqualTo(System.getProperty("user.name"));
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void aFailedBuildLeavesItsLogOutside() throws IOException {
    assertThatThrownBy(
            () -> build(SPEC.replace("make V=1", "echo toy.c:1: error: none >&2; exit 7")))
        .isInstanceOf(BuildFailure.class)
        .hasMessageContaining("toy.c:1: error: none");
    assertThat(temporary.resolve("build.log")).content().contains("toy.c:1: error: none");
  }

  @Test
  void whatTheImageLacksIsNamed() {
    String needs = SPEC.replace("License: none", "License: none\nBuildRequires: hmaccalc");
    assertThatThrownBy(() -> build(needs))
        .isInstanceOf(BuildNeeds.class)
        .hasMessageContaining("hmaccalc");
    try (BuildSite site = open()) {
      assertThatThrownBy(() -> site.run(command("ccache", "--version"), line -> {}))
          .isInstanceOf(BuildNeeds.class)
          .hasMessage("the image " + box.image() + " has no ccache");
    }
  }

  @Test
  void anImageThatIsNotThereIsNoFailedBuild() {
    ContainerEnvironment none =
        new ContainerEnvironment(
            Optional.of(box.podman().toString()), ContainerImage.named("localhost/twlen-none:1"));
    assertThatThrownBy(() -> none.open(cache, top.root(), runner(), Progress.SILENT))
        .isInstanceOf(BuildNeeds.class)
        .hasMessageContaining("localhost/twlen-none:1 is not on this host");
  }

  @Test
  void theCommandSeesItsOwnVariablesAndNoOthers() {
    try (BuildSite site = open()) {
      List<String> seen =
          site.run(
                  command("env")
                      .withEnvironment("ODD", "a b,c:\"ü'$x")
                      .withEnvironment("TMPDIR", site.shown(top.root()).toString()),
                  line -> {})
              .output();
      assertThat(seen)
          .contains(
              "ODD=a b,c:\"ü'$x", "TMPDIR=/twlen/trees/toy", Leftovers.MARK + "=" + top.root())
          .noneMatch(line -> line.startsWith("JAVA_HOME="));
      assertThat(site.run(command("pwd"), line -> {}).output()).containsExactly("/twlen/trees/toy");
      CommandResult store = site.run(command("touch", "/twlen/ccache/x"), line -> {});
      assertThat(store.ok()).as(store.lastWords()).isTrue();
      assertThat(BuildEnvironment.compilerCache(cache).resolve("x")).isEmptyFile();
    }
  }

  @Test
  void whatAKilledRunLeftIsRemoved() {
    try (BuildSite site = open()) {
      assertThatThrownBy(
              () -> site.run(command("sleep", "600").within(Duration.ofSeconds(2)), line -> {}))
          .isInstanceOf(ProcessFailure.class);
      // podman was ended, and its container goes on; a second twlen finds it.
      long before = System.nanoTime();
      try (BuildSite next = open()) {
        assertThat(next.run(command("true"), line -> {}).ok()).isTrue();
      }
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(9));
    }
    assertThat(Leftovers.end(top.root().toString())).isEmpty();
  }

  @Test
  void theMarkFindsWhatRunsInTheContainer() throws InterruptedException {
    try (BuildSite site = open()) {
      Thread build =
          new Thread(() -> site.run(command("sleep", "600"), line -> {}), "build in a container");
      build.start();
      List<Long> ended = List.of();
      for (int i = 0; i < 100 && ended.size() < 2; i++) {
        Thread.sleep(100);
        if (box.podman("ps", "--quiet", "--filter", "name=twlen-").output().size() == 1) {
          ended = Leftovers.end(top.root().toString());
        }
      }
      assertThat(ended).hasSizeGreaterThanOrEqualTo(2); // podman and the sleep
      build.join(Duration.ofSeconds(20).toMillis());
      assertThat(build.isAlive()).isFalse();
    }
  }

  /** The definition's own words do not matter here: what it starts from cannot be pulled. */
  @Test
  void aDefinitionIsBuiltOnceAndThenThere() {
    ContainerImage image =
        ContainerImage.defined(
            "toy" + ProcessHandle.current().pid(), "FROM " + box.image() + "\nENV TOY=1\n", false);
    ContainerEnvironment environment =
        new ContainerEnvironment(Optional.of(box.podman().toString()), image);
    try {
      environment.provide(cache, runner(), Progress.SILENT);
      ContainerEnvironment offline =
          new ContainerEnvironment(
              environment.program(), new ContainerImage(image.name(), image.definition(), true));
      try (BuildSite site = offline.open(cache, top.root(), runner(), Progress.SILENT)) {
        assertThat(site.run(command("env"), line -> {}).output()).contains("TOY=1");
      }
    } finally {
      box.podman("rmi", "--force", image.name());
    }
  }
}
