// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import io.github.twlen.build.BuildPlan;
import io.github.twlen.build.rpm.RpmBuild;
import io.github.twlen.recipe.BuildSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** What a build by rpmbuild takes. */
final class RpmOptions {
  @Option(
      names = "--with",
      paramLabel = "COND",
      description = "By rpmbuild: switch a condition of the spec on.")
  private List<String> with = new ArrayList<>();

  @Option(
      names = "--without",
      paramLabel = "COND",
      description = "By rpmbuild: switch a condition of the spec off.")
  private List<String> without = new ArrayList<>();

  @Option(
      names = "--define",
      paramLabel = "'MACRO VALUE'",
      description = "By rpmbuild: set a macro.")
  private List<String> defines = new ArrayList<>();

  @Option(
      names = "--full",
      description = "By rpmbuild: all that the spec makes, not only what the recipe asks for.")
  private boolean full;

  @Option(
      names = "--arch",
      paramLabel = "ARCH",
      description = "By rpmbuild: the architecture. Default: x86_64.")
  private @Nullable String arch;

  @Option(
      names = "--nodeps",
      description =
          "By rpmbuild: build though what the spec requires is not installed as packages.")
  private boolean nodeps;

  @Option(
      names = "--sign",
      paramLabel = "KEYID",
      description = "By rpmbuild: sign the packages with this key of yours.")
  private @Nullable String sign;

  @ArgGroup(exclusive = true)
  private @Nullable Goals goals;

  /** What rpmbuild is asked for, in its own words. */
  static final class Goals {
    @Option(names = "-bb", description = "By rpmbuild: the packages (the usual).")
    private boolean binary;

    @Option(names = "-ba", description = "By rpmbuild: the packages, and a source package.")
    private boolean all;

    @Option(names = "-bs", description = "By rpmbuild: the patched source package alone.")
    private boolean source;

    private RpmBuild.Goal goal() {
      if (source) {
        return RpmBuild.Goal.SOURCE;
      }
      return all && !binary ? RpmBuild.Goal.ALL : RpmBuild.Goal.BINARY;
    }
  }

  /** The first of them that the user gave; empty when none. */
  String given() {
    return Stream.of(
            with.isEmpty() ? "" : "--with",
            without.isEmpty() ? "" : "--without",
            defines.isEmpty() ? "" : "--define",
            full ? "--full" : "",
            arch == null ? "" : "--arch",
            nodeps ? "--nodeps" : "",
            sign == null ? "" : "--sign",
            goals == null ? "" : goals.goal().toString())
        .filter(name -> !name.isEmpty())
        .findFirst()
        .orElse("");
  }

  /**
   * What is to be done.
   *
   * @param beside conditions that make packages beside the kernel, which are not wanted
   * @throws InvalidOption when an option does not fit
   */
  BuildPlan.ByRpm plan(BuildSpec.Rpm recipe, List<String> beside) {
    for (String macro : defines) {
      if (!macro.matches("(?s)[A-Za-z_][A-Za-z0-9_]*(\\([^)]*\\))?\\s.*")) {
        throw new InvalidOption("--define takes 'MACRO VALUE', not '" + macro + "'");
      }
    }
    for (String word : Stream.concat(with.stream(), without.stream()).toList()) {
      if (!word.matches("[A-Za-z0-9_]+")) {
        throw new InvalidOption("'" + word + "' is not a condition of a spec");
      }
    }
    if (sign != null && (sign.isBlank() || sign.contains("%"))) {
      throw new InvalidOption("--sign takes a key id, not '" + sign + "'");
    }
    return new BuildPlan.ByRpm(
        goals == null ? RpmBuild.Goal.BINARY : goals.goal(),
        both(recipe.with(), with),
        both(recipe.without(), without),
        full ? List.of() : beside.stream().filter(name -> !with.contains(name)).toList(),
        defines,
        arch == null ? "x86_64" : arch,
        nodeps,
        Optional.ofNullable(sign));
  }

  /** The recipe's, but for those that the user says otherwise of, and then the user's. */
  private List<String> both(List<String> recipe, List<String> user) {
    List<String> opposite = user == with ? without : with;
    List<String> all = new ArrayList<>();
    if (!full) {
      recipe.stream().filter(name -> !opposite.contains(name)).forEach(all::add);
    }
    all.addAll(user);
    return all.stream().distinct().toList();
  }
}
