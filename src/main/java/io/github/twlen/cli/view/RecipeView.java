// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.view;

import io.github.twlen.FileName;
import io.github.twlen.recipe.BuildSpec;
import io.github.twlen.recipe.ExpectedIntegrity;
import io.github.twlen.recipe.Recipe;
import io.github.twlen.recipe.SigningKey;
import io.github.twlen.recipe.SourceSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A recipe as people read it: what would be fetched, what would prove it, how it would be built.
 */
public final class RecipeView {
  private final Recipe recipe;

  public RecipeView(Recipe recipe) {
    this.recipe = recipe;
  }

  /** Key by key, in the order in which a run goes through them. */
  public Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("name", recipe.name());
    values.put("summary", recipe.summary());
    recipe.kernel().ifPresent(kernel -> values.put("kernel", kernel));
    values.put("fetch", fetch());
    values.put("prove", proof());
    values.putAll(build());
    values.put(
        "guest", recipe.box().map(box -> "qemu, or vagrant with the box " + box).orElse("qemu"));
    values.put("tried", recipe.tried() + ": " + recipe.tried().sentence());
    values.put("read from", recipe.origin());
    return values;
  }

  private List<String> fetch() {
    SourceSpec source = recipe.source();
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
      List<String> ways = new ArrayList<>();
      dist.git().urls().forEach(url -> ways.add(url + " at " + dist.git().ref()));
      dist.lookaside().forEach(template -> ways.add(template.toString()));
      return ways;
    }
    return List.of(
        source instanceof SourceSpec.LocalFile local
            ? local.file().toString()
            : ((SourceSpec.Tree) source).folder().toString());
  }

  private List<String> proof() {
    SourceSpec source = recipe.source();
    List<String> proof = new ArrayList<>();
    if (source instanceof SourceSpec.Apt) {
      proof.add("apt's signed index, and the digest in it");
    } else if (source instanceof SourceSpec.Dnf) {
      proof.add("the RPM's signature by a key that this host's rpm trusts");
    } else if (source instanceof SourceSpec.Remote remote) {
      proof.addAll(proof(remote.trust()));
    } else if (source instanceof SourceSpec.LocalFile local) {
      proof.addAll(proof(local.trust()));
    } else if (source instanceof SourceSpec.Git git) {
      git.commit().ifPresent(commit -> proof.add("the commit " + commit));
      git.keys().forEach(key -> proof.add("the tag's signature by " + shown(key)));
    } else if (source instanceof SourceSpec.DistGit dist) {
      dist.git().commit().ifPresent(commit -> proof.add("the commit " + commit));
      proof.add("the digests that its tree lists");
    }
    return proof.isEmpty() ? List.of("nothing tells what it should be") : proof;
  }

  private static List<String> proof(ExpectedIntegrity trust) {
    List<String> proof = new ArrayList<>();
    trust.digest().ifPresent(digest -> proof.add(digest.toString()));
    String what =
        trust
            .signature()
            .map(name -> name + ", over the uncompressed tar,")
            .orElse("the RPM's signature");
    trust.keys().forEach(key -> proof.add(what + " by " + shown(key)));
    return proof;
  }

  private static String shown(SigningKey key) {
    return key.fingerprint()
        + (key.expiredAccepted() ? " (expired; what it signed before counts)" : "");
  }

  private Map<String, Object> build() {
    Map<String, Object> values = new LinkedHashMap<>();
    if (recipe.build() instanceof BuildSpec.Make make) {
      values.put("build", "make " + String.join(" ", make.targets()));
      values.put("config", make.config());
      values.put("fragments", make.fragments().stream().map(FileName::text).toList());
    } else if (recipe.build() instanceof BuildSpec.Rpm rpm) {
      List<String> words = new ArrayList<>(List.of("rpmbuild"));
      rpm.with().forEach(one -> words.add("--with " + one));
      rpm.without().forEach(one -> words.add("--without " + one));
      values.put("build", String.join(" ", words));
      rpm.environment().ifPresent(name -> values.put("tools", name));
    }
    return values;
  }
}
