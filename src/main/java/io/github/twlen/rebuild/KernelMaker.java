package io.github.twlen.rebuild;

import io.github.twlen.Progress;
import io.github.twlen.build.BuildTree;
import io.github.twlen.build.BuiltKernel;
import io.github.twlen.build.HostEnvironment;
import io.github.twlen.build.Launcher;
import io.github.twlen.build.LauncherSettings;
import io.github.twlen.build.MakeBuild;
import io.github.twlen.patch.PatchOutcome;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.source.KernelSource;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.WorkspaceFailure;
import io.github.twlen.workspace.WorkspaceLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Builds kernels of one source in its kept tree and copies them out. */
final class KernelMaker {
  private final RebuildOrder order;
  private final KernelSource source;
  private final BuildTree tree;
  private final Workspace workspace;
  private final Progress progress;

  KernelMaker(RebuildOrder order, KernelSource source, Workspace workspace, Progress progress) {
    this.order = order;
    this.source = source;
    this.workspace = workspace;
    this.progress = progress;
    String key = order.recipe().name() + "-" + source.digest().substring(0, 12);
    this.tree = new BuildTree(workspace.tree(key));
  }

  /** Waits until no other run builds in this tree. */
  WorkspaceLock lock() {
    return WorkspaceLock.take(tree.lock(), "the tree " + tree.root(), progress);
  }

  /** The tree, unpacked once and kept. */
  BuildTree tree() {
    if (Files.isDirectory(tree.linux())) {
      progress.say("  kept from an earlier run");
    } else {
      source.unpack(tree.linux(), progress);
    }
    return tree;
  }

  /** The kernel as its source has it: the same configuration, the same compiler. */
  MadeKernel stock(BuildTree tree, byte[] header) {
    return make(tree, header, "", List.of(), order.output().stock());
  }

  /** The kernel with the wanted length; {@code -twN} in its release tells it from the stock one. */
  MadeKernel patched(BuildTree tree, PatchOutcome patch) {
    String localVersion = "-tw" + order.wanted().seconds();
    byte[] header =
        patch instanceof PatchOutcome.Rendered rendered ? rendered.after() : source.header();
    return make(tree, header, localVersion, order.packageTargets(), order.output());
  }

  private MadeKernel make(
      BuildTree tree,
      byte[] header,
      String localVersion,
      List<String> targets,
      OutputFolder folder) {
    Workspace.folder(folder.root());
    Launcher launcher = launcher();
    MakeBuild.Order build =
        new MakeBuild.Order(
            localVersion,
            order.config(),
            order.fragments(),
            targets,
            jobs(launcher),
            launcher,
            new HostEnvironment());
    // A log tells of one build; that of an earlier run in this folder goes.
    delete(folder.buildLog());
    BuiltKernel built =
        new MakeBuild(
                tree,
                header,
                build,
                new CommandRunner(tree.root().toString()),
                folder.buildLog(),
                workspace.root(),
                progress)
            .call();
    List<Path> artifacts = new ArrayList<>();
    artifacts.add(OutputFolder.copy(built.image(), folder.image()));
    artifacts.add(OutputFolder.copy(built.config(), folder.config()));
    for (Path made : built.packages()) {
      artifacts.add(OutputFolder.copy(made, folder.root().resolve(made.getFileName())));
    }
    progress.say("  " + built.release() + ": " + built.compiled() + " files compiled");
    return new MadeKernel(built, folder, artifacts);
  }

  private Launcher launcher() {
    boolean ccache = Need.program("ccache", "").found().isPresent();
    return Launcher.named(order.launcher()).orElse(ccache ? Launcher.CCACHE : Launcher.NONE);
  }

  private int jobs(Launcher launcher) {
    return order.jobs() > 0
        ? order.jobs()
        : launcher.jobs(LauncherSettings.ofUser(), new CommandRunner());
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw WorkspaceFailure.writing(file, e);
    }
  }
}
