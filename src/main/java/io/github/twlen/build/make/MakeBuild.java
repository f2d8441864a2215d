// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.make;

import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.BuildLog;
import io.github.twlen.build.BuildTree;
import io.github.twlen.build.BuiltKernel;
import io.github.twlen.build.KernelBuild;
import io.github.twlen.build.config.ChosenRemedies;
import io.github.twlen.build.config.ConfigOutcome;
import io.github.twlen.build.config.ConfigPlan;
import io.github.twlen.build.config.KernelConfig;
import io.github.twlen.build.config.RemedyPlan;
import io.github.twlen.build.config.ToolHelp;
import io.github.twlen.build.config.TreeMends;
import io.github.twlen.build.environment.ActiveEnvironment;
import io.github.twlen.build.environment.BuildEnvironment;
import io.github.twlen.build.launcher.CompilerWrappers;
import io.github.twlen.build.launcher.Launcher;
import io.github.twlen.build.launcher.LauncherSettings;
import io.github.twlen.process.RunContext;
import io.github.twlen.process.StaleProcesses;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Builds with the kernel's own makefile in a tree that is kept. Only the one header changes between
 * two lengths, and only when its content differs; so another length compiles only what depends on
 * it. To be called under the tree's lock.
 */
public final class MakeBuild implements KernelBuild {
  /** As compilers call the architecture. */
  private static final String TARGET = "x86_64";

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss 'UTC' yyyy", Locale.ROOT);

  /**
   * What is to be built.
   *
   * @param localVersion appended to the release, such as {@code -tw15}; empty for the stock kernel
   * @param config how it is configured
   * @param packageTargets beside {@code bzImage}: {@code bindeb-pkg}, {@code binrpm-pkg}, {@code
   *     tar-pkg}
   * @param jobs how many compilers at once
   * @param launcher what starts the compiler
   * @param environment where make runs
   * @param remedies what may be done for an old kernel
   */
  public record Order(
      String localVersion,
      ConfigPlan config,
      List<String> packageTargets,
      int jobs,
      Launcher launcher,
      BuildEnvironment environment,
      RemedyPlan remedies) {
    /** Copies what it is given. */
    public Order {
      packageTargets = List.copyOf(packageTargets);
    }
  }

  private final BuildTree tree;
  private final byte[] header;
  private final Order order;
  private final RunContext context;
  private final Path logFile;
  private final Consumer<ConfigOutcome> configured;

  /**
   * @param tree the tree, unpacked
   * @param header the bytes that {@code include/net/tcp.h} must have
   * @param logFile {@code build.log}; written on at its end
   * @param configured told how the kernel is configured, before its first file is compiled
   */
  public MakeBuild(
      BuildTree tree,
      byte[] header,
      Order order,
      Path logFile,
      Consumer<ConfigOutcome> configured,
      RunContext context) {
    this.tree = tree;
    this.header = header.clone();
    this.order = order;
    this.context = context;
    this.logFile = logFile;
    this.configured = configured;
  }

  @Override
  public BuiltKernel call() {
    long start = System.nanoTime();
    mendAfterKill();
    CompileProgress compileProgress =
        new CompileProgress(tree, order.config().base().name(), context.progress());
    try (BuildLog log = new BuildLog(logFile, compileProgress);
        ActiveEnvironment active = order.environment().open(tree.root(), context)) {
      active.send(tree.tmp()); // The tools are asked in there, before the tree follows.
      ToolHelp help = new ToolHelp(order.remedies(), active, tree.tmp(), log, context.progress());
      TreeMends mends = new TreeMends(tree.linux(), tree.asItCame());
      ChosenRemedies chosen =
          help.choose(CompilerWrappers.programs(order.launcher(), TARGET), mends::original);
      mends.set(chosen.edits(order.remedies()));
      int wrong = new TreeTimes(tree.linux()).settle();
      if (wrong > 0) {
        log.note(wrong + " files had a time of the future or before 1970; they have another now");
      }
      Make make = make(chosen, active, log);
      boolean changed = tree.putHeader(header);
      tree.putLocalVersion(order.localVersion());
      active.send(tree.root());
      cleanAfterOthers(chosen, make);
      context.status("configuring");
      ConfigOutcome config = new KernelConfig(tree, order.config(), make).call();
      config.notes().forEach(log::note);
      configured.accept(config);
      // Whatever wrote into the tree since: the compiler starts on the header that was asked for.
      requireHeader("before the compiler started");
      compileProgress.start();
      make.run("-j" + order.jobs(), "bzImage");
      // 2.6.32's makefile knows its release only once something was built.
      String release = make.ask("kernelrelease");
      List<Path> packages = packages(make);
      BuiltImage.INSIDE.forEach(active::bring);
      active.bring("linux/" + BuildTree.HEADER);
      requireHeader("when the build had ended");
      BuiltImage image = new BuiltImage(tree);
      requireFresh(changed && compileProgress.compiled() == 0, log, image.fault(release));
      compileProgress.remember();
      context.status("");
      log.note(compileProgress.compiled() + " files compiled");
      return new BuiltKernel(
          release,
          Optional.of(image.file()),
          Optional.of(tree.config()),
          packages,
          compileProgress.compiled(),
          order.launcher().program(),
          Digests.sha256(tree.header()),
          "read before and after the compiler ran",
          Optional.of(config),
          config.notes(),
          chosen.applied(),
          Duration.ofNanos(System.nanoTime() - start));
    } catch (IOException e) {
      throw WorkspaceFailure.writing(tree.marker(), e);
    } finally {
      // sccache's server, for one, outlives the make that started it.
      StaleProcesses.end(tree.root().toString());
    }
  }

  private Make make(ChosenRemedies chosen, ActiveEnvironment active, BuildLog log) {
    Map<String, String> launching =
        LauncherSettings.ofUser()
            .forBuild(order.launcher(), active.shown(context.workspace().root()));
    if (!chosen.wrapped()) {
      return new Make(tree, active, log, variables(order.launcher()), launching);
    }
    // The launcher stands in the scripts: so a compiler cache sees the words that they add.
    CompilerWrappers wrappers =
        CompilerWrappers.open(order.launcher(), chosen, launching, active, tree.root());
    return new Make(tree, active, log, variables(Launcher.NONE), wrappers.variables());
  }

  /** What was compiled with other remedies, kbuild would take for what is wanted now. */
  private void cleanAfterOthers(ChosenRemedies chosen, Make make) {
    Path stamp = tree.root().resolve("remedies");
    String before =
        Files.exists(stamp) ? new String(BuildTree.read(stamp), StandardCharsets.UTF_8) : "";
    if (!before.equals(chosen.stamp())) {
      if (Files.exists(tree.root().resolve(BuildTree.CONFIG))) {
        // A tree of the user's that was built elsewhere is cleaned without a word.
        if (!before.isEmpty()) {
          context.say(
              "  the remedies or the tools are others than before: compiling everything again");
        }
        make.run("clean");
      }
      AtomicFile.write(stamp, chosen.stamp());
    }
  }

  private void mendAfterKill() {
    List<Long> ended = StaleProcesses.end(tree.root().toString());
    if (!ended.isEmpty()) {
      context.say("ended " + ended.size() + " processes that a killed run had left in this tree");
    }
    if (Files.exists(tree.marker())) {
      int removed = new TreeRepair(tree.linux()).call().size();
      context.say("an earlier build here was cut short; removed " + removed + " half-made files");
    }
  }

  private List<Path> packages(Make make) throws IOException {
    if (order.packageTargets().isEmpty()) {
      return List.of();
    }
    for (Path old : tree.packages()) {
      Files.delete(old);
    }
    for (String target : order.packageTargets()) {
      context.status("packing " + target);
      make.run("-j" + order.jobs(), target);
    }
    BuildTree.PACKAGES.forEach(make::bring);
    List<Path> made = tree.packages();
    if (made.isEmpty()) {
      throw new BuildFailure(
          "make " + String.join(" ", order.packageTargets()) + " ended well but made no package",
          "the whole log is " + logFile,
          null);
    }
    return made;
  }

  private void requireHeader(String when) {
    if (!Arrays.equals(tree.header(), header)) {
      throw new BuildFailure(
          tree.linux().resolve(BuildTree.HEADER) + " was not the patched one " + when,
          "something else writes into the kept tree; end it and run twlen again",
          null);
    }
  }

  /**
   * Make ended well. Whether it made anything is another matter.
   *
   * @param idle whether it compiled nothing though the header is another
   * @param fault what the image itself tells
   */
  private void requireFresh(boolean idle, BuildLog log, Optional<String> fault) {
    Optional<String> why =
        log.sawClockSkew()
            ? Optional.of("make saw files of the future (Clock skew detected)")
            : idle
                ? Optional.of("make compiled nothing though " + BuildTree.HEADER + " has changed")
                : fault;
    if (why.isPresent()) {
      tree.forgetHeader();
      throw new BuildFailure(
          why.get(),
          "see that this host's clock is right and run it again, it then compiles anew; the whole"
              + " log is "
              + logFile,
          null);
    }
  }

  /**
   * Nothing in here comes from the clock or this host's name: the same source gives the same
   * kernel.
   */
  private List<String> variables(Launcher launcher) {
    List<String> variables = new ArrayList<>();
    variables.add("ARCH=x86_64");
    variables.add("LOCALVERSION=" + order.localVersion());
    variables.add("KBUILD_BUILD_USER=twlen");
    variables.add("KBUILD_BUILD_HOST=twlen");
    variables.add("KBUILD_BUILD_VERSION=1");
    variables.add("KBUILD_BUILD_TIMESTAMP=" + timestamp());
    variables.addAll(launcher.makeVariables());
    if (order.packageTargets().contains("bindeb-pkg")) {
      // The build dependencies were looked for by twlen itself, and only those that this
      // configuration needs.
      variables.add("DPKG_FLAGS=-d");
    }
    return variables;
  }

  private String timestamp() {
    try {
      // The source's own date: the tarball carries it, and unpacking keeps it.
      return DATE.format(
          Files.getLastModifiedTime(tree.linux().resolve("Makefile"))
              .toInstant()
              .atZone(ZoneOffset.UTC));
    } catch (IOException e) {
      throw new BuildFailure(
          "there is no Makefile in " + tree.linux(), "is this a kernel tree?", e);
    }
  }
}
