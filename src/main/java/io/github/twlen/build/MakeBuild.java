package io.github.twlen.build;

import io.github.twlen.Progress;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.Leftovers;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
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

/**
 * Builds with the kernel's own makefile in a tree that is kept. Only the one header changes between
 * two lengths, and only when its content differs; so another length compiles only what depends on
 * it. To be called under the tree's lock.
 */
public final class MakeBuild implements KernelBuild {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE MMM d HH:mm:ss 'UTC' yyyy", Locale.ROOT);

  /**
   * What is to be built.
   *
   * @param localVersion appended to the release, such as {@code -tw15}; empty for the stock kernel
   * @param base what the configuration starts from
   * @param fragments what is laid over it, in this order
   * @param packageTargets beside {@code bzImage}: {@code bindeb-pkg}, {@code binrpm-pkg}, {@code
   *     tar-pkg}
   * @param jobs how many compilers at once
   * @param launcher what starts the compiler
   * @param environment where make runs
   */
  public record Order(
      String localVersion,
      ConfigBase base,
      List<ConfigFragment> fragments,
      List<String> packageTargets,
      int jobs,
      Launcher launcher,
      BuildEnvironment environment) {
    /** Copies what it is given. */
    public Order {
      fragments = List.copyOf(fragments);
      packageTargets = List.copyOf(packageTargets);
    }
  }

  private final BuildTree tree;
  private final byte[] header;
  private final Order order;
  private final CommandRunner runner;
  private final Path logFile;
  private final Path cache;
  private final Progress progress;

  /**
   * @param tree the tree, unpacked
   * @param header the bytes that {@code include/net/tcp.h} must have
   * @param logFile {@code build.log}; written on at its end
   * @param cache the folder above the tree in which all that a build keeps lies, a launcher's store
   *     too
   */
  public MakeBuild(
      BuildTree tree,
      byte[] header,
      Order order,
      CommandRunner runner,
      Path logFile,
      Path cache,
      Progress progress) {
    this.tree = tree;
    this.header = header.clone();
    this.order = order;
    this.runner = runner;
    this.logFile = logFile;
    this.cache = cache;
    this.progress = progress;
  }

  @Override
  public BuiltKernel call() {
    long start = System.nanoTime();
    mendAfterKill();
    CompileCount count = new CompileCount(tree, order.base().name(), progress);
    try (BuildLog log = new BuildLog(logFile, count);
        BuildSite site = order.environment().open(cache, tree.root(), runner, progress)) {
      Map<String, String> launching =
          LauncherSettings.ofUser().forBuild(order.launcher(), site.shown(cache));
      Make make = new Make(tree, site, log, variables(), launching);
      tree.putHeader(header);
      site.send(tree.root());
      progress.status("configuring");
      AtomicFile.write(tree.marker(), "a make is at work here\n");
      new KernelConfig(tree, order.base(), order.fragments(), make).call();
      // Whatever wrote into the tree since: the compiler starts on the header that was asked for.
      requireHeader("before the compiler started");
      String release = make.ask("kernelrelease");
      count.start();
      make.run("-j" + order.jobs(), "bzImage");
      List<Path> packages = packages(make);
      site.bring("linux/arch/x86/boot/bzImage");
      site.bring("linux/" + BuildTree.HEADER);
      requireHeader("when the build had ended");
      Files.deleteIfExists(tree.marker());
      count.remember();
      progress.status("");
      log.note(count.compiled() + " files compiled");
      return new BuiltKernel(
          release,
          Optional.of(tree.linux().resolve("arch/x86/boot/bzImage")),
          Optional.of(tree.linux().resolve(".config")),
          packages,
          count.compiled(),
          order.launcher().program(),
          Digests.sha256(tree.header()),
          "read before and after the compiler ran",
          List.of(),
          Duration.ofNanos(System.nanoTime() - start));
    } catch (IOException e) {
      throw WorkspaceFailure.writing(tree.marker(), e);
    } finally {
      // sccache's server, for one, outlives the make that started it.
      Leftovers.end(tree.root().toString());
    }
  }

  private void mendAfterKill() {
    List<Long> ended = Leftovers.end(tree.root().toString());
    if (!ended.isEmpty()) {
      progress.say("ended " + ended.size() + " processes that a killed run had left in this tree");
    }
    if (Files.exists(tree.marker())) {
      int removed = new TreeRepair(tree.linux()).call().size();
      progress.say("an earlier build here was cut short; removed " + removed + " half-made files");
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
      progress.status("packing " + target);
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
   * Nothing in here comes from the clock or this host's name: the same source gives the same
   * kernel.
   */
  private List<String> variables() {
    List<String> variables = new ArrayList<>();
    variables.add("ARCH=x86_64");
    variables.add("LOCALVERSION=" + order.localVersion());
    variables.add("KBUILD_BUILD_USER=twlen");
    variables.add("KBUILD_BUILD_HOST=twlen");
    variables.add("KBUILD_BUILD_VERSION=1");
    variables.add("KBUILD_BUILD_TIMESTAMP=" + timestamp());
    variables.addAll(order.launcher().makeVariables());
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
