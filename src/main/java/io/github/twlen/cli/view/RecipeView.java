// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.view;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.twlen.FileName;
import io.github.twlen.recipe.BuildSpec;
import io.github.twlen.recipe.ExpectedIntegrity;
import io.github.twlen.recipe.Recipe;
import io.github.twlen.recipe.SigningKey;
import io.github.twlen.recipe.SourceSpec;
import io.github.twlen.recipe.reader.Architectures;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A recipe for people: its downloads, their verification, and the build, in the order of a run.
 *
 * @param prove the checks of the source
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RecipeView(
    String name,
    String summary,
    @Nullable String kernel,
    List<String> fetch,
    List<String> prove,
    String build,
    @Nullable String config,
    @Nullable List<String> fragments,
    @Nullable String tools,
    String guest,
    String tried,
    @JsonProperty("read from") String origin) {

  public static RecipeView of(Recipe recipe) {
    String command = "";
    String config = null;
    List<String> fragments = null;
    String tools = null;
    if (recipe.build() instanceof BuildSpec.Make make) {
      command = "make " + targets(make);
      config = make.config();
      fragments = make.fragments().stream().map(FileName::text).toList();
    } else if (recipe.build() instanceof BuildSpec.Rpm rpm) {
      command = rpmbuild(rpm);
      tools = rpm.environment().orElse(null);
    }
    return new RecipeView(
        recipe.name(),
        recipe.summary(),
        recipe.kernel().orElse(null),
        fetch(recipe.source()),
        checks(recipe.source()),
        command,
        config,
        fragments,
        tools,
        recipe.box().map(box -> "qemu, or vagrant with the box " + box).orElse("qemu"),
        recipe.tried() + ": " + recipe.tried().sentence(),
        recipe.origin());
  }

  private static String rpmbuild(BuildSpec.Rpm rpm) {
    StringBuilder command = new StringBuilder("rpmbuild");
    rpm.with().forEach(one -> command.append(" --with ").append(one));
    rpm.without().forEach(one -> command.append(" --without ").append(one));
    return command.toString();
  }

  private static List<String> fetch(SourceSpec source) {
    if (source instanceof SourceSpec.Apt apt) {
      return List.of("apt-get download " + apt.packageName());
    }
    if (source instanceof SourceSpec.Dnf dnf) {
      return List.of("dnf download --source " + dnf.packageName());
    }
    if (source instanceof SourceSpec.Remote remote) {
      return remote.mirrors().stream().map(mirror -> mirror + remote.file().text()).toList();
    }
    if (source instanceof SourceSpec.Git git) {
      return git.urls().stream().map(url -> url + " at " + git.ref()).toList();
    }
    if (source instanceof SourceSpec.DistGit dist) {
      List<String> all = new ArrayList<>(fetch(dist.git()));
      dist.lookaside().forEach(template -> all.add(template.toString()));
      return all;
    }
    if (source instanceof SourceSpec.Spec spec) {
      return List.of(spec.file().toString());
    }
    return List.of(
        source instanceof SourceSpec.LocalFile local
            ? local.file().toString()
            : ((SourceSpec.Tree) source).folder().toString());
  }

  private static List<String> checks(SourceSpec source) {
    List<String> checks = new ArrayList<>();
    if (source instanceof SourceSpec.Apt) {
      checks.add("apt's signed index, and the checksum in it");
    } else if (source instanceof SourceSpec.Dnf) {
      checks.add("the RPM's signature by a key that this host's rpm trusts");
    } else if (source instanceof SourceSpec.Remote remote) {
      addChecks(remote.trust(), checks);
    } else if (source instanceof SourceSpec.LocalFile local) {
      addChecks(local.trust(), checks);
    } else if (source instanceof SourceSpec.Git git) {
      git.commit().ifPresent(commit -> checks.add("the commit " + commit));
      git.keys().forEach(key -> checks.add("the tag's signature by " + shown(key)));
    } else if (source instanceof SourceSpec.DistGit dist) {
      dist.git().commit().ifPresent(commit -> checks.add("the commit " + commit));
      checks.add("the checksums in its tree");
    }
    return checks.isEmpty() ? List.of("none: no checksum and no key") : checks;
  }

  private static void addChecks(ExpectedIntegrity trust, List<String> checks) {
    trust.digest().ifPresent(digest -> checks.add(digest.toString()));
    String what =
        trust
            .signature()
            .map(name -> name + ", over the uncompressed tar,")
            .orElse("the RPM's signature");
    trust.keys().forEach(key -> checks.add(what + " by " + shown(key)));
  }

  private static String targets(BuildSpec.Make make) {
    String image =
        Architectures.bundled().ofHost().map(own -> own.image().target()).orElse(BuildSpec.IMAGE);
    return make.targets().stream()
        .map(target -> target.equals(BuildSpec.IMAGE) ? image : target)
        .collect(Collectors.joining(" "));
  }

  private static String shown(SigningKey key) {
    String expired = " (expired; signatures before that are valid)";
    return key.fingerprint() + (key.expiredAccepted() ? expired : "");
  }
}
