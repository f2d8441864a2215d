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

/** The options of a build by rpmbuild. */
final class RpmOptions {
  static final List<String> NAMES =
      List.of(
          "--with",
          "--without",
          "--define",
          "--full",
          "--arch",
          "--nodeps",
          "--sign",
          "-bb",
          "-ba",
          "-bs");

  @Option(names = "--with", paramLabel = "COND", description = "rpmbuild: enable a spec condition.")
  private List<String> with = new ArrayList<>();

  @Option(
      names = "--without",
      paramLabel = "COND",
      description = "rpmbuild: disable a spec condition.")
  private List<String> without = new ArrayList<>();

  @Option(names = "--define", paramLabel = "'MACRO VALUE'", description = "rpmbuild: set a macro.")
  private List<String> defines = new ArrayList<>();

  @Option(
      names = "--full",
      description = "rpmbuild: build all packages of the spec. Default: those of the recipe.")
  private boolean full;

  @Option(
      names = "--arch",
      paramLabel = "ARCH",
      description = "rpmbuild: target architecture. Default: x86_64.")
  private @Nullable String arch;

  @Option(names = "--nodeps", description = "rpmbuild: ignore missing build dependencies.")
  private boolean nodeps;

  @Option(
      names = "--sign",
      paramLabel = "KEYID",
      description = "rpmbuild: sign the packages with your key KEYID.")
  private @Nullable String sign;

  @ArgGroup(exclusive = true)
  private @Nullable Goals goals;

  /** The packages to build. */
  static final class Goals {
    @Option(names = "-bb", description = "rpmbuild: build binary packages (default).")
    private boolean binary;

    @Option(names = "-ba", description = "rpmbuild: build binary packages and a source package.")
    private boolean all;

    @Option(names = "-bs", description = "rpmbuild: build only the patched source package.")
    private boolean source;

    private RpmBuild.Goal goal() {
      if (source) {
        return RpmBuild.Goal.SOURCE;
      }
      return all && !binary ? RpmBuild.Goal.ALL : RpmBuild.Goal.BINARY;
    }
  }

  /**
   * Returns the build.
   *
   * @param extras conditions of packages other than the kernel, which are disabled
   * @throws InvalidOption when an option is invalid
   */
  BuildPlan.ByRpm plan(BuildSpec.Rpm recipe, List<String> extras) {
    for (String macro : defines) {
      if (!macro.matches("(?s)[A-Za-z_][A-Za-z0-9_]*(\\([^)]*\\))?\\s.*")) {
        throw new InvalidOption(
            "cannot use --define '" + macro + "': not a macro", "pass --define 'MACRO VALUE'");
      }
    }
    for (String condition : Stream.concat(with.stream(), without.stream()).toList()) {
      if (!condition.matches("[A-Za-z0-9_]+")) {
        throw new InvalidOption(
            "cannot use '" + condition + "': not a condition of a spec",
            "pass a name such as debuginfo");
      }
    }
    if (sign != null && (sign.isBlank() || sign.contains("%"))) {
      throw new InvalidOption(
          "cannot use --sign '" + sign + "': not a key id", "pass a fingerprint of `gpg -K`");
    }
    return new BuildPlan.ByRpm(
        goals == null ? RpmBuild.Goal.BINARY : goals.goal(),
        with,
        merged(recipe.with(), with),
        merged(recipe.without(), without),
        full ? List.of() : extras.stream().filter(name -> !with.contains(name)).toList(),
        defines,
        arch == null ? "x86_64" : arch,
        nodeps,
        Optional.ofNullable(sign));
  }

  /** Returns the user's conditions, after those of the recipe that the user does not reverse. */
  private List<String> merged(List<String> recipe, List<String> user) {
    List<String> opposite = user == with ? without : with;
    List<String> all = new ArrayList<>();
    if (!full) {
      recipe.stream().filter(name -> !opposite.contains(name)).forEach(all::add);
    }
    all.addAll(user);
    return all.stream().distinct().toList();
  }
}
