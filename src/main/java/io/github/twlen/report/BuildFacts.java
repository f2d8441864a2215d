// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.twlen.Message;
import io.github.twlen.build.BuildPlan;
import io.github.twlen.build.BuiltKernel;
import io.github.twlen.build.config.ConfigDiff;
import io.github.twlen.build.config.ConfigOutcome;
import io.github.twlen.recipe.AppliedRemedy;
import io.github.twlen.workspace.Digests;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The built kernel; {@code report.schema.json} describes each key.
 *
 * @param configSha256 absent when no package has the configuration
 * @param configuration absent when a spec configured
 * @param launcher absent without one
 * @param environmentSha256 absent without a container
 * @param notes for the person who installs it, a sentence each
 * @param installation absent without packages
 */
public record BuildFacts(
    String release,
    String architecture,
    List<String> targets,
    Message config,
    @Nullable String configSha256,
    List<String> fragments,
    @Nullable Configuration configuration,
    int filesCompiled,
    @Nullable String launcher,
    String environment,
    @Nullable String environmentSha256,
    @JsonProperty("seconds") Duration took,
    List<Artifact> artifacts,
    List<Message> notes,
    List<AppliedRemedy> remedies,
    @Nullable Installation installation) {
  /** A kernel configuration compared with the given one; the minimal one has empty lists. */
  public record Configuration(
      boolean lean,
      boolean proofOnly,
      List<String> leftOut,
      List<String> byTwlen,
      List<String> changed,
      List<String> dropped,
      List<String> added) {
    static Configuration of(ConfigOutcome outcome) {
      return new Configuration(
          outcome.lean(),
          outcome.proofOnly(),
          outcome.leftOut(),
          changes(outcome, ConfigDiff.Kind.BY_TWLEN),
          changes(outcome, ConfigDiff.Kind.CHANGED),
          changes(outcome, ConfigDiff.Kind.DROPPED),
          changes(outcome, ConfigDiff.Kind.ADDED));
    }

    private static List<String> changes(ConfigOutcome outcome, ConfigDiff.Kind kind) {
      return outcome.diff().stream()
          .flatMap(diff -> diff.of(kind).stream())
          .map(ConfigDiff.Change::line)
          .toList();
    }
  }

  /** A file that the build made; its path is relative to the directory of the report. */
  public record Artifact(String path, long bytes, String sha256) {
    static Artifact of(Path folder, Path file) {
      return new Artifact(
          folder.relativize(file).toString(), file.toFile().length(), Digests.sha256(file));
    }
  }

  /** Commands for root on the host that is to run the kernel, in this order. */
  public record Installation(
      List<String> install, List<String> bootOnce, List<String> makeDefault, List<String> goBack) {}

  /**
   * Returns the facts of a build.
   *
   * @param built with paths into the report's directory
   * @param folder that directory
   * @param environmentSha256 the checksum of a container's image
   */
  public static BuildFacts of(
      BuiltKernel built,
      Path folder,
      BuildPlan plan,
      String environment,
      Optional<String> environmentSha256,
      @Nullable Installation installation) {
    Stream<Path> files =
        Stream.of(built.image().stream(), built.config().stream(), built.packages().stream())
            .flatMap(Function.identity());
    return new BuildFacts(
        built.release(),
        plan.architecture().name(),
        targets(plan),
        built
            .configured()
            .map(outcome -> Message.verbatim(outcome.base()))
            .orElse(Message.of(Report.class, "config.spec")),
        built.config().map(Digests::sha256).orElse(null),
        built.configured().map(ConfigOutcome::fragments).orElse(List.of()),
        built.configured().map(Configuration::of).orElse(null),
        built.compiled(),
        built.launcher().isEmpty() ? null : built.launcher(),
        environment,
        environmentSha256.orElse(null),
        built.took(),
        files.map(file -> Artifact.of(folder, file)).toList(),
        built.notes(),
        built.remedies(),
        installation);
  }

  private static List<String> targets(BuildPlan plan) {
    List<String> targets = new ArrayList<>();
    if (plan instanceof BuildPlan.ByMake make) {
      targets.add(make.architecture().image().target());
      targets.addAll(make.packageTargets());
    } else if (plan instanceof BuildPlan.ByRpm rpm) {
      targets.add("rpmbuild " + rpm.goal());
      rpm.with().forEach(name -> targets.add("--with " + name));
      rpm.withKnown().forEach(name -> targets.add("--with " + name));
      rpm.without().forEach(name -> targets.add("--without " + name));
      rpm.defines().forEach(macro -> targets.add("--define '" + macro + "'"));
    }
    return targets;
  }
}
