// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.make;

import io.github.twlen.Message;
import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.BuildLog;
import io.github.twlen.build.BuildTree;
import io.github.twlen.build.BuiltKernel;
import io.github.twlen.build.SymbolVersions;
import io.github.twlen.build.config.ChosenRemedies;
import io.github.twlen.build.config.ConfigOutcome;
import io.github.twlen.build.config.ConfigPlan;
import io.github.twlen.build.config.KernelConfig;
import io.github.twlen.build.config.RemedyChooser;
import io.github.twlen.build.config.RemedyPlan;
import io.github.twlen.build.config.TreeEdits;
import io.github.twlen.build.environment.ActiveEnvironment;
import io.github.twlen.build.environment.BuildEnvironment;
import io.github.twlen.build.launcher.CompilerWrappers;
import io.github.twlen.build.launcher.Launcher;
import io.github.twlen.build.launcher.LauncherSettings;
import io.github.twlen.process.RunContext;
import io.github.twlen.process.StaleProcesses;
import io.github.twlen.recipe.Architecture;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.Workspace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Builds with the kernel's own makefile in a cached work tree. Between two lengths only the one
 * header changes, so make compiles only its users. Call it under the tree's lock.
 */
public final class MakeBuild {
  /**
   * The settings of one build.
   *
   * @param localVersion appended to the release, such as {@code -tw15}; empty for the stock kernel
   * @param packageTargets such as {@code bindeb-pkg}, besides the image
   */
  public record Request(
      String localVersion,
      ConfigPlan config,
      List<String> packageTargets,
      int jobs,
      Launcher launcher,
      BuildEnvironment environment,
      RemedyPlan remedies) {
    public Request {
      packageTargets = List.copyOf(packageTargets);
    }
  }

  private final BuildTree tree;
  private final Map<String, byte[]> files;
  private final Request request;
  private final RunContext context;
  private final Path logFile;
  private final Consumer<ConfigOutcome> configured;
  private final Architecture architecture;

  /**
   * @param tree with the unpacked source
   * @param files the bytes that files of the tree must have, {@code include/net/tcp.h} among them;
   *     those of an earlier build that are not among them become stock again
   * @param logFile {@code build.log}, which is appended to
   * @param configured receives the configuration before the first file is compiled
   */
  public MakeBuild(
      BuildTree tree,
      Map<String, byte[]> files,
      Request request,
      Path logFile,
      Consumer<ConfigOutcome> configured,
      RunContext context) {
    this.tree = tree;
    this.files = Map.copyOf(files);
    this.request = request;
    this.context = context;
    this.logFile = logFile;
    this.configured = configured;
    this.architecture = request.config().architecture();
  }

  /** Builds the kernel and its packages; fails if the tree does not have the wanted header. */
  public BuiltKernel call() {
    long start = System.nanoTime();
    recoverFromKill();
    CompileProgress progress =
        new CompileProgress(tree, request.config().base().name(), context.progress());
    try (BuildLog log = new BuildLog(logFile, progress);
        ActiveEnvironment active = request.environment().open(tree.root(), context)) {
      ChosenRemedies remedies = applyRemedies(active, log);
      new TreeTimes(tree.linux()).settle(log);
      Make make = make(remedies, active, log);
      boolean changed = tree.putFiles(files);
      tree.putLocalVersion(request.localVersion());
      active.send(tree.root());
      new RemedyStamp(tree, context).cleanIfOther(remedies.stamp(), make);
      ConfigOutcome config = configure(make, log);
      requireHeader("before the compiler started");
      progress.start();
      make.run("-j" + request.jobs(), architecture.image().target());
      // The makefile of 2.6.32 knows its release only after a build.
      String release = make.ask("kernelrelease");
      List<Path> packages = packages(make);
      BuiltImage image = new BuiltImage(tree, architecture);
      image.files().forEach(active::bring);
      active.bring("linux/" + TimewaitLength.HEADER);
      SymbolVersions.files().forEach(active::bring);
      requireHeader("during the build");
      requireFresh(changed && progress.compiled() == 0, log, image.fault(release));
      progress.save();
      context.status("");
      log.note(progress.compiled() + " files compiled");
      return new BuiltKernel(
          release,
          Optional.of(image.file()),
          Optional.of(tree.config()),
          packages,
          progress.compiled(),
          request.launcher().program(),
          Digests.sha256(tree.header()),
          Message.of(BuiltKernel.class, "header.make"),
          SymbolVersions.of(tree),
          Optional.of(config),
          config.notes(),
          remedies.applied(),
          Duration.ofNanos(System.nanoTime() - start));
    } finally {
      // A compiler daemon, such as sccache's, outlives make.
      StaleProcesses.end(tree.root().toString());
    }
  }

  private void recoverFromKill() {
    List<Long> ended = StaleProcesses.end(tree.root().toString());
    if (!ended.isEmpty()) {
      context.say("killed " + ended.size() + " leftover processes of a killed run");
    }
    if (Files.exists(tree.marker())) {
      int deleted = IncompleteOutputs.delete(tree.linux()).size();
      context.say("an earlier build was killed: deleted " + deleted + " incomplete files");
    }
  }

  private ChosenRemedies applyRemedies(ActiveEnvironment active, BuildLog log) {
    active.send(tree.tmp()); // The tools are queried there before the tree is sent.
    TreeEdits edits = new TreeEdits(tree.linux(), BuildTree.originals(tree.root()));
    ChosenRemedies chosen =
        new RemedyChooser(
                request.remedies(),
                active,
                tree.tmp(),
                architecture.toolPrefix(),
                log,
                context.progress())
            .choose(CompilerWrappers.programs(request.launcher(), architecture), edits::original);
    ArchitectureCheck.require(tree, architecture, chosen.tools());
    edits.set(chosen.edits(request.remedies()));
    return chosen;
  }

  private Make make(ChosenRemedies remedies, ActiveEnvironment active, BuildLog log) {
    Launcher launcher = request.launcher();
    Map<String, String> launching =
        LauncherSettings.ofUser().forBuild(launcher, active.shown(context.workspace().root()));
    if (!remedies.wrapped()) {
      return new Make(tree, active, log, Make.variables(tree, request, launcher), launching);
    }
    // The wrappers call the launcher, so that a compiler cache sees the arguments that they add.
    CompilerWrappers wrappers =
        CompilerWrappers.open(launcher, remedies, launching, active, tree.root());
    List<String> variables = Make.variables(tree, request, Launcher.NONE);
    return new Make(tree, active, log, variables, wrappers.variables());
  }

  private ConfigOutcome configure(Make make, BuildLog log) {
    context.status("configuring");
    ConfigOutcome config = new KernelConfig(tree, request.config(), make).call();
    config.notes().forEach(note -> log.note(note.toString()));
    configured.accept(config);
    return config;
  }

  private List<Path> packages(Make make) {
    if (request.packageTargets().isEmpty()) {
      return List.of();
    }
    tree.packages().forEach(Workspace::remove);
    for (String target : request.packageTargets()) {
      context.status("packing " + target);
      make.run("-j" + request.jobs(), target);
    }
    BuildTree.PACKAGES.forEach(make.active()::bring);
    List<Path> made = tree.packages();
    if (made.isEmpty()) {
      throw new BuildFailure(
          "make " + String.join(" ", request.packageTargets()) + " succeeded but wrote no package",
          "pass another --target; the full log is " + logFile);
    }
    return made;
  }

  private void requireHeader(String when) {
    files.forEach(
        (name, content) -> {
          Path file = tree.linux().resolve(name);
          if (!Arrays.equals(BuildTree.read(file), content)) {
            throw new BuildFailure(
                "another program changed " + file + " " + when,
                "stop the program that writes into the cached work tree, then rerun");
          }
        });
  }

  /** Rejects a successful make that wrote no new kernel; {@code idle} means it compiled nothing. */
  private void requireFresh(boolean idle, BuildLog log, Optional<String> fault) {
    Optional<String> reason =
        log.sawClockSkew()
            ? Optional.of("make found files from the future (Clock skew detected)")
            : idle
                ? Optional.of(
                    "make compiled nothing although " + TimewaitLength.HEADER + " changed")
                : fault;
    if (reason.isPresent()) {
      tree.forgetHeader();
      throw new BuildFailure(
          reason.get(), "set this host's clock and rerun to recompile; the full log is " + logFile);
    }
  }
}
