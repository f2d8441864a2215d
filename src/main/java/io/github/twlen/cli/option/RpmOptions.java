// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import io.github.twlen.build.BuildPlan;
import io.github.twlen.build.rpm.RpmBuild;
import io.github.twlen.recipe.Architecture;
import io.github.twlen.recipe.BuildSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a build by rpmbuild. */
final class RpmOptions {
  static final List<String> NAMES =
      Stream.concat(
              MacroOptions.NAMES.stream(),
              Stream.of("--full", "--nodeps", "--sign", "-bb", "-ba", "-bs"))
          .toList();

  @Mixin private MacroOptions macros = new MacroOptions();

  @Option(
      names = "--full",
      description = "rpmbuild: build all packages of the spec. Default: those of the recipe.")
  private boolean full;

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
  BuildPlan.ByRpm plan(BuildSpec.Rpm recipe, List<String> extras, Architecture architecture) {
    macros.require();
    List<String> with = macros.with();
    if (sign != null && (sign.isBlank() || sign.contains("%"))) {
      throw new InvalidOption(
          "cannot use --sign '" + sign + "': not a key id", "pass a fingerprint of `gpg -K`");
    }
    return new BuildPlan.ByRpm(
        goals == null ? RpmBuild.Goal.BINARY : goals.goal(),
        with,
        merged(recipe.with(), with, macros.without()),
        merged(recipe.without(), macros.without(), with),
        full ? List.of() : extras.stream().filter(name -> !with.contains(name)).toList(),
        macros.defines(),
        architecture,
        nodeps,
        Optional.ofNullable(sign));
  }

  /** Returns the user's conditions, after those of the recipe that the user does not reverse. */
  private List<String> merged(List<String> recipe, List<String> user, List<String> opposite) {
    List<String> all = new ArrayList<>();
    if (!full) {
      recipe.stream().filter(name -> !opposite.contains(name)).forEach(all::add);
    }
    all.addAll(user);
    return all.stream().distinct().toList();
  }
}
