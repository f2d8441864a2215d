// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.BuildTree;
import io.github.twlen.build.make.Make;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Digests;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * Writes the {@code .config}: a base, what is laid over it, completed by kconfig; then proves that
 * every option of every fragment is in effect, since kconfig drops one silently when what it
 * depends on is missing.
 */
public final class KernelConfig {
  private final BuildTree tree;
  private final ConfigPlan plan;
  private final Make make;
  private final ConfigChoice choice;
  private final Kconfig kconfig;
  private final boolean minimal;
  private final TreeSet<String> leftOut = new TreeSet<>();
  private final List<ConfigFragment> fragments;

  /**
   * @throws BuildFailure when the vendor's configuration is needed and not there
   */
  public KernelConfig(BuildTree tree, ConfigPlan plan, Make make) {
    this.tree = tree;
    this.plan = plan;
    this.make = make;
    this.choice = ConfigChoice.of(plan, tree.linux());
    this.kconfig = Kconfig.of(tree.linux());
    this.minimal = choice.base() instanceof ConfigBase.Minimal;
    this.fragments = fragments();
  }

  /** The fragments in their order, each with what is left to it: of two the later decides. */
  private List<ConfigFragment> fragments() {
    List<ConfigFragment> all = new ArrayList<>();
    if (minimal && !kconfig.hasTarget("tinyconfig")) {
      all.add(plan.tables().tiny());
    }
    if (choice.lean()) {
      all.add(plan.tables().proof());
    }
    all.addAll(choice.fragments());
    List<ConfigFragment> settled = new ArrayList<>();
    for (ConfigFragment one : all) {
      ConfigFragment fitted = one.fitted(kconfig, plan.tables().renames(), leftOut::add);
      settled.replaceAll(earlier -> earlier.yieldingTo(fitted));
      settled.add(fitted);
    }
    return List.copyOf(settled);
  }

  /**
   * Configures, unless the tree is configured in just this way already: kbuild would look at every
   * file again.
   *
   * @throws BuildFailure when make fails, when an option did not take effect, or when the kernel
   *     lacks what its guest needs
   */
  public ConfigOutcome call() {
    Optional<String> text = GivenConfig.of(choice);
    String question = question(text);
    if (!Files.exists(tree.config())
        || !Files.exists(stamp())
        || !read(stamp()).equals(stampOf(question))) {
      configure(text);
    }
    String built = read(tree.config());
    prove(built);
    if (plan.directBoot()) {
      requireBootable(built);
    }
    AtomicFile.write(stamp(), stampOf(question));
    return outcome(read(given()), built);
  }

  /** Everything that decides what the configuration will be, in one text. */
  private String question(Optional<String> text) {
    String lean = choice.lean() ? plan.tables().lean().toString() : "";
    return choice.base().name() + lean + text.map(this::asked).orElseGet(() -> laidOver(""));
  }

  private String stampOf(String question) {
    return Digests.sha256(question.getBytes(StandardCharsets.UTF_8))
        + " "
        + Digests.sha256(BuildTree.read(tree.config()))
        + "\n";
  }

  private void configure(Optional<String> text) {
    if (text.isEmpty()) {
      writeByTarget();
    }
    String given = text.orElseGet(() -> read(tree.config()));
    AtomicFile.write(given(), given);
    AtomicFile.write(tree.config(), asked(given));
    make.send(tree.config());
    // Up to 3.6 only oldconfig gives new options their defaults, and it asks: an empty standard
    // input is the empty answer, which takes the default (scripts/kconfig/conf.c).
    make.run(kconfig.hasTarget("olddefconfig") ? "olddefconfig" : "oldconfig");
    make.bring(BuildTree.CONFIG);
  }

  private void writeByTarget() {
    if (!minimal) {
      make.run(choice.base().name());
    } else if (kconfig.hasTarget("tinyconfig")) {
      make.run("tinyconfig");
    } else {
      // allnoconfig says n to whatever the file does not name, tinyconfig's own way since 3.17.
      Path wanted = tree.root().resolve("allconfig");
      AtomicFile.write(wanted, laidOver(""));
      make.send(wanted);
      make.run("KCONFIG_ALLCONFIG=" + make.shown(wanted), "allnoconfig");
    }
    make.bring(BuildTree.CONFIG);
  }

  /** What kconfig is handed to complete. */
  private String asked(String given) {
    String settled = minimal ? given : settled(given).config();
    return laidOver(choice.lean() ? plan.tables().lean().over(settled) : settled);
  }

  private FileOptions.Settled settled(String given) {
    return plan.tables().fileOptions().settle(given, tree.linux(), kconfig);
  }

  private String laidOver(String text) {
    String merged = text;
    for (ConfigFragment fragment : fragments) {
      merged = fragment.over(merged);
    }
    return merged;
  }

  private void prove(String built) {
    for (ConfigFragment fragment : fragments) {
      List<String> missing = fragment.notInEffect(built);
      if (!missing.isEmpty()) {
        throw new BuildFailure(
            "cannot configure the kernel: kconfig did not take "
                + String.join(", ", missing)
                + " of "
                + fragment.name(),
            "add what that option depends on, as the kernel's Kconfig has it, to a --fragment",
            null);
      }
    }
  }

  private void requireBootable(String built) {
    List<String> missing =
        plan.tables()
            .proof()
            .fitted(kconfig, plan.tables().renames(), option -> {})
            .notInEffect(built);
    if (!missing.isEmpty()) {
      throw new BuildFailure(
          "cannot boot this kernel directly in QEMU: its configuration lacks "
              + String.join(", ", missing),
          "add --fragment proof.config, or choose another --guest",
          null);
    }
  }

  private ConfigOutcome outcome(String given, String built) {
    List<String> notes = new ArrayList<>();
    choice.why().ifPresent(notes::add);
    Optional<ConfigDiff> diff = Optional.empty();
    if (!minimal) {
      notes.addAll(settled(given).notes());
      diff = Optional.of(ConfigDiff.of(given, asked(given), built));
      notes.add("configuration " + base() + ": " + diff.get().counts() + " (config.diff)");
    }
    if (!leftOut.isEmpty()) {
      notes.add("this kernel does not have, left out: " + String.join(", ", leftOut));
    }
    boolean proofOnly = minimal || choice.lean();
    if (proofOnly) {
      notes.add("this kernel is for a proof, not for a server: most drivers are off");
    }
    return new ConfigOutcome(
        base(),
        choice.lean(),
        proofOnly,
        fragments.stream().map(ConfigFragment::name).toList(),
        List.copyOf(leftOut),
        diff,
        notes);
  }

  private String base() {
    return choice.base().name()
        + choice.vendor().map(VendorConfig::name).map(" "::concat).orElse("");
  }

  private Path given() {
    return tree.root().resolve("config-given");
  }

  private Path stamp() {
    return tree.root().resolve("configured");
  }

  private static String read(Path file) {
    return new String(BuildTree.read(file), StandardCharsets.ISO_8859_1);
  }
}
