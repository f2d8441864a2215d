// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.rpm;

import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.BuildLog;
import io.github.twlen.build.BuiltKernel;
import io.github.twlen.build.config.ChosenRemedies;
import io.github.twlen.build.config.RemedyChooser;
import io.github.twlen.build.config.RemedyPlan;
import io.github.twlen.build.environment.ActiveEnvironment;
import io.github.twlen.build.environment.BuildEnvironment;
import io.github.twlen.build.launcher.CompilerWrappers;
import io.github.twlen.build.launcher.Launcher;
import io.github.twlen.build.launcher.LauncherSettings;
import io.github.twlen.build.spec.SpecBuildConditions;
import io.github.twlen.build.spec.SpecChange;
import io.github.twlen.build.spec.SpecExpansion;
import io.github.twlen.build.spec.SpecFile;
import io.github.twlen.process.RunContext;
import io.github.twlen.process.StaleProcesses;
import io.github.twlen.recipe.AppliedRemedy;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Builds a vendor's packages with its own spec, in a private {@code _topdir}. First %prep alone,
 * and what it left is looked at; only then the compiler starts. To be called under the folder's
 * lock.
 */
public final class RpmBuild {
  /** What rpmbuild is asked for. */
  public enum Goal {
    /** The packages. */
    BINARY("-bb"),
    /** The packages, and a source package that gives them again. */
    ALL("-ba"),
    /** The source package alone, see {@link SourcePackage}; nothing is compiled. */
    SOURCE("-bs");

    private final String word;

    Goal(String word) {
      this.word = word;
    }

    /** As rpmbuild is told. */
    @Override
    public String toString() {
      return word;
    }
  }

  /**
   * How it is to be built.
   *
   * @param goal what is made
   * @param with conditions of the spec that are switched on
   * @param without conditions that are switched off
   * @param beside conditions that make packages beside the kernel; they are switched off where the
   *     spec knows them
   * @param defines macros that are set, each a name, a blank and its value
   * @param target the architecture, such as {@code x86_64}
   * @param jobs how many compilers at once
   * @param launcher what stands before the compiler
   * @param nodeps whether to build though what the spec requires is not installed as packages
   * @param environment where rpmbuild runs
   * @param remedies what may be done for an old kernel
   */
  public record Order(
      Goal goal,
      List<String> with,
      List<String> without,
      List<String> beside,
      List<String> defines,
      String target,
      int jobs,
      Launcher launcher,
      boolean nodeps,
      BuildEnvironment environment,
      RemedyPlan remedies) {
    /** Copies what it is given. */
    public Order {
      with = List.copyOf(with);
      without = List.copyOf(without);
      beside = List.copyOf(beside);
      defines = List.copyOf(defines);
    }

    /** Returns the order for one spec, which knows some of the conditions and others not. */
    Order forSpec(SpecFile spec) {
      List<String> off = new ArrayList<>(without);
      off.addAll(new SpecBuildConditions(spec).without(beside));
      return new Order(
          goal,
          with,
          off.stream().distinct().toList(),
          List.of(),
          defines,
          target,
          jobs,
          launcher,
          nodeps,
          environment,
          remedies);
    }

    /**
     * The words for rpmbuild.
     *
     * @param stage the first ones
     * @param macros what is defined before the user's own macros
     */
    List<String> words(List<String> stage, List<String> macros) {
      List<String> words = new ArrayList<>(stage);
      words.addAll(settings(macros));
      if (nodeps) {
        words.add("--nodeps");
      }
      return words;
    }

    /**
     * The words that decide how a spec reads, for rpmbuild and rpmspec alike.
     *
     * @param macros what is defined before the user's own macros
     */
    List<String> settings(List<String> macros) {
      List<String> words = new ArrayList<>(List.of("--target", target));
      // The spec's scripts are written for bash, which is not everybody's sh.
      words.addAll(List.of("--define", "_buildshell /bin/bash"));
      words.addAll(List.of("--define", "_smp_mflags -j" + jobs));
      words.addAll(List.of("--define", "_smp_build_ncpus " + jobs));
      words.addAll(macros);
      defines.forEach(define -> words.addAll(List.of("--define", define)));
      with.forEach(name -> words.addAll(List.of("--with", name)));
      without.forEach(name -> words.addAll(List.of("--without", name)));
      return words;
    }
  }

  /**
   * What it is built from.
   *
   * @param top holds the vendor's sources
   * @param vendorRelease version and release of the vendor's own package
   * @param change what becomes of the spec
   * @param fault what is wrong with the bytes of a header; empty when it says what it should
   */
  public record Material(
      RpmTopDir top,
      String vendorRelease,
      SpecChange change,
      Function<byte[], Optional<String>> fault) {}

  private final Material material;
  private final byte[] patch;
  private final Order order;
  private final RunContext context;
  private final Path logFile;

  /**
   * @param patch goes among the sources
   * @param logFile {@code build.log}; written on at its end
   */
  public RpmBuild(Material material, byte[] patch, Order order, Path logFile, RunContext context) {
    this.material = material;
    this.patch = patch.clone();
    this.order = order.forSpec(material.change().before());
    this.context = context;
    this.logFile = logFile;
  }

  /**
   * Builds, and opens what was made: kernel-devel has the header, and all have the build's name.
   *
   * @throws MissingDependencyFailure when the host lacks what the spec needs
   * @throws BuildFailure when %prep left the tree unpatched, or rpmbuild fails
   */
  public BuiltKernel call() {
    long start = System.nanoTime();
    RpmTopDir top = material.top();
    StaleProcesses.end(top.root().toString());
    top.clean(); // Of a run that was killed, or of another length.
    Path spec = top.specs().resolve(material.change().before().name());
    AtomicFile.write(spec, material.change().before().bytes());
    AtomicFile.write(top.sources().resolve(material.change().file()), patch);
    RpmPhase phase = new RpmPhase(context.progress()::status);
    try (BuildLog log = new BuildLog(logFile, phase::compiled);
        ActiveEnvironment active = order.environment().open(top.root(), context)) {
      active.send(top.root());
      RpmPrograms.require(active, top.root(), order.environment());
      SpecExpansion rpm = expansion(active, spec);
      // The vendor's own spec comes out as the vendor's host had it.
      List<String> dist = rpm.dist(material.vendorRelease());
      AtomicFile.write(spec, spec().bytes());
      active.send(spec);
      SpecSettings settings = SpecSettings.choose(rpm, named(dist), order, log, context.progress());
      RpmCommand.Reports reports = new RpmCommand.Reports(log, phase, settings.noise());
      RemedyChooser help =
          new RemedyChooser(order.remedies(), active, top.root(), log, context.progress());
      ChosenRemedies early =
          help.early(CompilerWrappers.programs(order.launcher(), order.target()));
      RpmCommand rpmbuild = rpmbuild(early, active, reports);
      PrepTrace trace = new PrepTrace(material.change().file());
      rpmbuild.run(order.words(List.of("-bp"), settings.macros()), spec, trace);
      PreparedTree prepared = new PreparedTree(top, active, material.change(), material.fault());
      String header = prepared.check(trace);
      ChosenRemedies chosen = help.forTree(early, prepared);
      rpmbuild = rpmbuild(chosen, active, reports);
      int compiled = compile(rpmbuild, settings, spec, log, phase);
      if (log.sawClockSkew()) {
        throw new BuildFailure(
            "make saw files of the future (Clock skew detected)",
            "see that this host's clock is right and run it again; the whole log is " + logFile,
            null);
      }
      active.bring("RPMS/*.rpm");
      active.bring("SRPMS/*.rpm");
      context.status("");
      log.note(compiled + " files compiled");
      BuiltRpmCheck check =
          new BuiltRpmCheck(
              material.change().buildId(),
              material.fault(),
              new RpmVersionCompare(active, top.root()));
      List<AppliedRemedy> remedies = new ArrayList<>(chosen.applied());
      remedies.addAll(settings.standIns().applied());
      return built(check.open(top.packages()), header, remedies, compiled, start);
    } finally {
      // sccache's server, for one, outlives the rpmbuild that started it.
      StaleProcesses.end(top.root().toString());
    }
  }

  /** Returns how many files were compiled: by the log, or where make is silent, by the objects. */
  private int compile(
      RpmCommand rpmbuild, SpecSettings settings, Path spec, BuildLog log, RpmPhase phase) {
    try (ObjectFiles objects =
        new ObjectFiles(material.top().build(), ObjectFiles.USUAL_PAUSE, phase::compiled)) {
      List<String> goal = rpmbuild.afterPrep(order.goal().toString());
      rpmbuild.run(order.words(goal, settings.macros()), spec, objects);
      return Math.max(log.compiled(), objects.most());
    }
  }

  private RpmCommand rpmbuild(
      ChosenRemedies chosen, ActiveEnvironment active, RpmCommand.Reports reports) {
    RpmTopDir top = material.top();
    Map<String, String> launching =
        LauncherSettings.ofUser()
            .forSpec(order.launcher(), active.shown(context.workspace().root()));
    CompilerWrappers wrappers =
        CompilerWrappers.open(order.launcher(), chosen, launching, active, top.root());
    return new RpmCommand(top.in(active), active, order.environment(), wrappers, reports);
  }

  private BuiltKernel built(
      BuiltRpmCheck.Found found,
      String header,
      List<AppliedRemedy> remedies,
      int compiled,
      long start) {
    Path out = Workspace.folder(material.top().root().resolve("kernel"));
    Optional<PackagedKernel> kernel = PackagedKernel.in(found.packages());
    List<Path> files = new ArrayList<>(found.packages().stream().map(rpm -> rpm.path()).toList());
    files.addAll(material.top().madeSourcePackages());
    return new BuiltKernel(
        kernel.map(PackagedKernel::release).orElse(found.packages().get(0).versionRelease()),
        kernel.flatMap(k -> k.image(out.resolve("bzImage"))),
        kernel.flatMap(k -> k.config(out.resolve("config"))),
        files,
        compiled,
        order.launcher().program(),
        header,
        "read when %prep had ended" + found.header().map(in -> ", and in " + in).orElse(""),
        Optional.empty(),
        found.notes(),
        remedies,
        Duration.ofNanos(System.nanoTime() - start));
  }

  /** A source package is built again without our words: its spec names the build itself. */
  private SpecFile spec() {
    return order.goal() == Goal.ALL ? material.change().standalone() : material.change().after();
  }

  private SpecExpansion expansion(ActiveEnvironment active, Path spec) {
    RpmTopDir there = material.top().in(active);
    return new SpecExpansion(there, there.seen(spec), active::run);
  }

  /** The macros with the build's name, which a source package has in its spec. */
  private List<String> named(List<String> macros) {
    List<String> all = new ArrayList<>(macros);
    if (order.goal() != Goal.ALL) {
      all.addAll(material.change().define());
    }
    return all;
  }
}
