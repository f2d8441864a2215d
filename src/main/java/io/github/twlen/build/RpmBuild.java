package io.github.twlen.build;

import io.github.twlen.Progress;
import io.github.twlen.archive.RpmPackage;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.Leftovers;
import io.github.twlen.workspace.AtomicFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Builds a vendor's packages with its own spec, in a private {@code _topdir}. First %prep alone,
 * and what it left is looked at; only then the compiler starts. To be called under the folder's
 * lock.
 */
public final class RpmBuild {
  private static final Duration LONGEST = Duration.ofHours(24);

  /**
   * What is to be built.
   *
   * @param with conditions of the spec that are switched on
   * @param without conditions that are switched off
   * @param defines macros that are set, each a name, a blank and its value
   * @param target the architecture, such as {@code x86_64}
   * @param jobs how many compilers at once
   * @param environment where rpmbuild runs
   */
  public record Order(
      List<String> with,
      List<String> without,
      List<String> defines,
      String target,
      int jobs,
      BuildEnvironment environment) {
    /** Copies what it is given. */
    public Order {
      with = List.copyOf(with);
      without = List.copyOf(without);
      defines = List.copyOf(defines);
    }
  }

  private final RpmTop top;
  private final SpecChange change;
  private final byte[] patch;
  private final Order order;
  private final Function<byte[], Optional<String>> fault;
  private final CommandRunner runner;
  private final Path logFile;
  private final Path cache;
  private final Progress progress;

  /**
   * @param top holds the vendor's sources
   * @param change what becomes of the spec
   * @param patch goes among the sources
   * @param fault what is wrong with the bytes of a header; empty when it says what it should
   * @param logFile {@code build.log}; written on at its end
   * @param cache the folder above
   */
  public RpmBuild(
      RpmTop top,
      SpecChange change,
      byte[] patch,
      Order order,
      Function<byte[], Optional<String>> fault,
      CommandRunner runner,
      Path logFile,
      Path cache,
      Progress progress) {
    this.top = top;
    this.change = change;
    this.patch = patch.clone();
    this.order = order;
    this.fault = fault;
    this.runner = runner;
    this.logFile = logFile;
    this.cache = cache;
    this.progress = progress;
  }

  /**
   * Builds.
   *
   * @return the packages, each opened: kernel-devel has the header, and all have the build's name
   * @throws BuildNeeds when the host lacks what the spec needs
   * @throws BuildFailure when %prep left the tree unpatched, or rpmbuild fails
   */
  public List<RpmPackage> call() {
    Leftovers.end(top.root().toString());
    top.clean(); // Of a run that was killed, or of another length.
    Path spec = top.specs().resolve(change.before().name());
    AtomicFile.write(spec, change.after().bytes());
    AtomicFile.write(top.sources().resolve(change.file()), patch);
    try (BuildLog log = new BuildLog(logFile, count -> progress.status(count + " files compiled"));
        BuildSite site = order.environment().open(cache, top.root(), runner, progress)) {
      site.send(top.root());
      run(site, log, spec, List.of("-bp"));
      site.bring("BUILD/*" + BuildTree.HEADER);
      new PreparedTree(top.build(), fault).check(change.how());
      List<String> rest = knowsNoPrep(site) ? List.of("-bb", "--noprep") : List.of("-bb");
      RpmPhase phase = run(site, log, spec, rest);
      progress.status("");
      log.note(log.compiled() + " files compiled");
      return new RpmProof(change.buildId(), fault).opened(phase.written());
    }
  }

  /** Since rpm 4.14; before, the tree is prepared a second time. */
  private boolean knowsNoPrep(BuildSite site) {
    return site
        .run(
            Command.of("rpmbuild", "--help").in(top.root()).withEnvironment("LC_ALL", "C"), l -> {})
        .output()
        .stream()
        .anyMatch(line -> line.contains("--noprep"));
  }

  private RpmPhase run(BuildSite site, BuildLog log, Path spec, List<String> stage) {
    RpmTop there = top.in(site);
    Command command = there.command("rpmbuild", words(there.seen(spec), stage)).within(LONGEST);
    log.note(command.shown());
    RpmPhase phase = new RpmPhase(progress::status);
    CommandResult result = site.run(command, log.andThen(phase));
    if (!result.ok()) {
      throw failure(log, stage, phase, result);
    }
    return phase;
  }

  private RuntimeException failure(
      BuildLog log, List<String> stage, RpmPhase phase, CommandResult result) {
    if (!phase.missing().isEmpty()) {
      return new BuildNeeds(
          "the spec needs what this host has not: " + String.join(", ", phase.missing()),
          "on its own distribution: dnf builddep (or yum-builddep) of the source package",
          null);
    }
    return new BuildFailure(
        "rpmbuild "
            + String.join(" ", stage)
            + " failed: "
            + log.firstError().orElseGet(result::lastWords),
        "the whole log is " + log.file(),
        null);
  }

  private List<String> words(Path spec, List<String> stage) {
    List<String> words = new ArrayList<>(stage);
    words.addAll(List.of("--target", order.target()));
    // The spec's scripts are written for bash, which is not everybody's sh.
    words.addAll(List.of("--define", "_buildshell /bin/bash"));
    words.addAll(List.of("--define", "_smp_mflags -j" + order.jobs()));
    words.addAll(List.of("--define", "_smp_build_ncpus " + order.jobs()));
    words.addAll(change.define());
    order.defines().forEach(define -> words.addAll(List.of("--define", define)));
    order.with().forEach(name -> words.addAll(List.of("--with", name)));
    order.without().forEach(name -> words.addAll(List.of("--without", name)));
    words.add(spec.toString());
    return words;
  }
}
