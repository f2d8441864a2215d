// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.rpm;

import io.github.twlen.Message;
import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.archive.rpm.RpmPackage;
import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.BuildLog;
import io.github.twlen.build.BuiltKernel;
import io.github.twlen.build.config.ChosenRemedies;
import io.github.twlen.build.config.RemedyChooser;
import io.github.twlen.build.environment.ActiveEnvironment;
import io.github.twlen.build.launcher.CompilerWrappers;
import io.github.twlen.build.launcher.LauncherSettings;
import io.github.twlen.build.spec.SpecChange;
import io.github.twlen.build.spec.SpecExpansion;
import io.github.twlen.build.spec.naming.SpecReview;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.RunContext;
import io.github.twlen.process.StaleProcesses;
import io.github.twlen.recipe.AppliedRemedy;
import io.github.twlen.recipe.Architecture;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Builds a vendor's packages with its own spec, in a private {@code _topdir}. It runs %prep alone
 * and checks the tree before the compiler starts. Callers hold the lock of the directory.
 */
public final class RpmBuild {
  /** Products of rpmbuild. */
  public enum Goal {
    /** The packages. */
    BINARY("-bb"),
    /** The packages, and a source package that builds the same again. */
    ALL("-ba"),
    /** The source package alone, see {@link SourcePackage}; nothing is compiled. */
    SOURCE("-bs");

    private final String option;

    Goal(String option) {
      this.option = option;
    }

    /** Returns rpmbuild's option. */
    @Override
    public String toString() {
      return option;
    }
  }

  /**
   * Input of a build.
   *
   * @param vendorRelease version and release of the vendor's package
   * @param placed the spec with the patch, before its packages are named
   * @param check tells whether a kernel has the patch
   */
  public record Material(
      RpmTopDir top, String vendorRelease, SpecChange placed, PatchCheck check) {}

  private final RpmTopDir top;
  private final Material material;
  private final SpecChange placed;
  private final byte[] patch;
  private final RpmBuildRequest request;
  private final Path logFile;
  private final RunContext context;
  private final RpmPhase phase;

  /**
   * @param logFile {@code build.log}; lines are appended
   */
  public RpmBuild(
      Material material, byte[] patch, RpmBuildRequest request, Path logFile, RunContext context) {
    this.top = material.top();
    this.material = material;
    this.placed = material.placed();
    this.patch = patch.clone();
    this.request = request.forSpec(placed.before());
    this.logFile = logFile;
    this.context = context;
    this.phase = new RpmPhase(context.progress()::status);
  }

  /**
   * Builds the packages and checks them.
   *
   * @throws MissingDependencyFailure when a program, package or macro is missing
   * @throws BuildFailure when %prep left the tree unpatched, rpmbuild failed, or a package is wrong
   */
  public BuiltKernel call() {
    long start = System.nanoTime();
    StaleProcesses.end(top.root().toString());
    top.clean(); // Output of a killed run, or of another length.
    Path spec = top.specs().resolve(placed.before().name());
    AtomicFile.write(spec, placed.before().bytes());
    AtomicFile.write(top.sources().resolve(placed.file()), patch);
    try (BuildLog log = new BuildLog(logFile, phase::compiled);
        ActiveEnvironment active = request.environment().open(top.root(), context)) {
      active.send(top.root());
      RpmPrograms.require(active, top.root(), request.environment());
      ReviewedSpec read = readSpec(spec, active, log);
      SpecSettings settings = read.settings();
      SpecChange change = read.reviewed().change();
      RpmCommand.Reports reports = new RpmCommand.Reports(log, phase, settings.noise());
      Architecture architecture = request.plan().architecture();
      RemedyChooser remedies =
          new RemedyChooser(
              request.remedies(),
              active,
              top.root(),
              architecture.toolPrefix(),
              log,
              context.progress());
      ChosenRemedies early =
          remedies.early(CompilerWrappers.programs(request.launcher(), architecture));
      PrepTrace trace = new PrepTrace(change.file());
      rpmbuild(early, active, reports)
          .run(request.arguments(List.of("-bp"), settings.macros()), spec, trace);
      PreparedTree prepared =
          new PreparedTree(top, active, change, material.check(), settings.builtTrees());
      String header = prepared.check(trace);
      ChosenRemedies chosen = remedies.forTree(early, prepared);
      int compiled = compile(rpmbuild(chosen, active, reports), settings, spec, log);
      checkClock(log);
      active.bring("RPMS/*.rpm");
      active.bring("SRPMS/*.rpm");
      context.status("");
      log.note(compiled + " files compiled");
      BuiltRpmCheck.Found found =
          new BuiltRpmCheck(read.reviewed(), material.check(), active, top).open(top.packages());
      List<AppliedRemedy> applied = new ArrayList<>(chosen.applied());
      applied.addAll(settings.applied());
      return built(found, header, applied, compiled, start);
    } finally {
      // sccache's server, for one, outlives the rpmbuild that started it.
      StaleProcesses.end(top.root().toString());
    }
  }

  /** Asks rpm about the edited spec, and chooses the macros with which it is built. */
  private ReviewedSpec readSpec(Path spec, ActiveEnvironment active, BuildLog log) {
    // A source package is rebuilt without --define, so its spec must set the buildid.
    boolean packsSource = request.plan().goal() == Goal.ALL;
    SpecExpansion rpm = new SpecExpansion(top.in(active), spec, door(active));
    SpecReview.Reviewed reviewed =
        new SpecReview(rpm, material.vendorRelease(), request::settings).call(placed, packsSource);
    SpecChange change = reviewed.change();
    AtomicFile.write(spec, (packsSource ? change.standalone() : change.after()).bytes());
    active.send(spec);
    List<String> macros = new ArrayList<>(reviewed.macros());
    macros.addAll(packsSource ? List.of() : change.define());
    return new ReviewedSpec(
        reviewed, SpecSettings.choose(reviewed.answer(), macros, request, log, context.progress()));
  }

  private static SpecExpansion.Door door(ActiveEnvironment active) {
    return new SpecExpansion.Door() {
      @Override
      public CommandResult run(Command command, Consumer<String> listener) {
        return active.run(command, listener);
      }

      @Override
      public void send(Path file) {
        active.send(file);
      }
    };
  }

  private record ReviewedSpec(SpecReview.Reviewed reviewed, SpecSettings settings) {}

  private RpmCommand rpmbuild(
      ChosenRemedies chosen, ActiveEnvironment active, RpmCommand.Reports reports) {
    Map<String, String> launching =
        LauncherSettings.ofUser()
            .forSpec(request.launcher(), active.shown(context.workspace().root()));
    CompilerWrappers wrappers =
        CompilerWrappers.open(request.launcher(), chosen, launching, active, top.root());
    return new RpmCommand(top.in(active), active, request.environment(), wrappers, reports);
  }

  /** Returns the number of compiled files, by the log or, for a silent make, by the objects. */
  private int compile(RpmCommand rpmbuild, SpecSettings settings, Path spec, BuildLog log) {
    try (ObjectFiles objects = new ObjectFiles(top.build(), phase::compiled)) {
      List<String> goal = rpmbuild.afterPrep(request.plan().goal().toString());
      rpmbuild.run(request.arguments(goal, settings.macros()), spec, objects);
      return Math.max(log.compiled(), objects.most());
    }
  }

  private void checkClock(BuildLog log) {
    if (log.sawClockSkew()) {
      throw new BuildFailure(
          "make reported files with a time in the future (clock skew)",
          "set this host's clock and rerun; the log is " + logFile);
    }
  }

  private BuiltKernel built(
      BuiltRpmCheck.Found found,
      String header,
      List<AppliedRemedy> remedies,
      int compiled,
      long start) {
    Path out = Workspace.folder(top.root().resolve("kernel"));
    Optional<PackagedKernel> kernel = PackagedKernel.in(found.packages());
    List<Path> files = new ArrayList<>(found.packages().stream().map(RpmPackage::path).toList());
    files.addAll(top.madeSourcePackages());
    return new BuiltKernel(
        kernel.map(PackagedKernel::release).orElse(found.packages().get(0).versionRelease()),
        kernel.flatMap(k -> k.image(out.resolve(request.plan().architecture().image().target()))),
        kernel.flatMap(k -> k.config(out.resolve("config"))),
        files,
        compiled,
        request.launcher().program(),
        header,
        found
            .header()
            .map(name -> Message.of(BuiltKernel.class, "header.package", "package", name))
            .orElse(Message.of(BuiltKernel.class, "header.prep")),
        Optional.empty(),
        Optional.empty(),
        found.notes(),
        remedies,
        Duration.ofNanos(System.nanoTime() - start));
  }
}
