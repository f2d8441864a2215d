// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import io.github.twlen.Message;
import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.BuildTree;
import io.github.twlen.build.BuiltKernel;
import io.github.twlen.build.config.ConfigBase.Kind;
import io.github.twlen.build.make.Make;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Digests;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes the {@code .config}: a base and fragments, completed by kconfig. Then checks that every
 * option of every fragment is in effect, since kconfig silently drops options whose dependencies
 * are off.
 */
public final class KernelConfig {
  private final BuildTree tree;
  private final ConfigPlan plan;
  private final Make make;
  private final ConfigChoice choice;
  private final Kconfig kconfig;
  private final boolean minimal;
  private final Set<String> leftOut = new TreeSet<>();
  private final List<ConfigFragment> fragments;

  /** Fails if the tree needs a vendor configuration and has none. */
  public KernelConfig(BuildTree tree, ConfigPlan plan, Make make) {
    this.tree = tree;
    this.plan = plan;
    this.make = make;
    this.choice = ConfigChoice.of(plan, tree.linux());
    this.kconfig = Kconfig.of(tree.linux(), plan.architecture());
    this.minimal = choice.base().kind() == Kind.MINIMAL;
    this.fragments = fragments();
  }

  /** Returns the fragments in their order; of two with the same option, the later has it. */
  private List<ConfigFragment> fragments() {
    List<ConfigFragment> all = new ArrayList<>();
    if (minimal && !kconfig.hasTarget("tinyconfig")) {
      all.add(plan.tables().fragment("tiny.config").orElseThrow());
    }
    if (choice.lean()) {
      all.add(plan.tables().proof());
    }
    all.addAll(choice.fragments());
    List<ConfigFragment> settled = new ArrayList<>();
    for (ConfigFragment one : all) {
      ConfigFragment fitted = one.fitted(kconfig, plan.tables().olderNames(), leftOut::add);
      settled.replaceAll(earlier -> earlier.yieldingTo(fitted));
      settled.add(fitted);
    }
    return List.copyOf(settled);
  }

  /**
   * Configures the tree, unless it has this very configuration already: kbuild would check every
   * file again. Fails if make fails, an option is not in effect, or the kernel cannot boot in its
   * guest.
   */
  public ConfigOutcome call() {
    Optional<String> text = choice.baseText();
    String input = input(text);
    if (!Files.exists(tree.config())
        || !Files.exists(stamp())
        || !BuildTree.text(stamp()).equals(stampOf(input))) {
      configure(text);
    }
    String built = BuildTree.text(tree.config());
    requireInEffect(built);
    if (plan.directBoot()) {
      requireBootable(built);
    }
    AtomicFile.write(stamp(), stampOf(input));
    return outcome(BuildTree.text(given()), built);
  }

  /** Returns everything that decides the configuration, as one text. */
  private String input(Optional<String> text) {
    String lean = choice.lean() ? lean().toString() : "";
    return choice.base().name() + lean + text.map(this::asked).orElseGet(() -> laidOver(""));
  }

  private String stampOf(String input) {
    return Digests.sha256(input.getBytes(StandardCharsets.UTF_8))
        + " "
        + Digests.sha256(BuildTree.read(tree.config()))
        + "\n";
  }

  private void configure(Optional<String> text) {
    if (text.isEmpty()) {
      writeByTarget();
    }
    String given = text.orElseGet(() -> BuildTree.text(tree.config()));
    AtomicFile.write(given(), given);
    AtomicFile.write(tree.config(), asked(given));
    make.active().send(tree.config());
    // Up to 3.6 only oldconfig sets new options to their defaults. It asks, and the empty standard
    // input is the empty answer, which takes the default (scripts/kconfig/conf.c).
    make.run(kconfig.hasTarget("olddefconfig") ? "olddefconfig" : "oldconfig");
    make.active().bring(BuildTree.CONFIG);
  }

  private void writeByTarget() {
    if (!minimal) {
      make.run(choice.base().name());
    } else if (kconfig.hasTarget("tinyconfig")) {
      make.run("tinyconfig");
    } else {
      // allnoconfig disables every option that the file does not name, as tinyconfig does.
      Path wanted = tree.root().resolve("allconfig");
      AtomicFile.write(wanted, laidOver(""));
      make.active().send(wanted);
      make.run("KCONFIG_ALLCONFIG=" + make.active().shown(wanted), "allnoconfig");
    }
    make.active().bring(BuildTree.CONFIG);
  }

  /** Returns kconfig's input. */
  private String asked(String given) {
    String settled = minimal ? given : settled(given).config();
    return laidOver(choice.lean() ? lean().over(settled) : settled);
  }

  private LeanProfile lean() {
    return LeanProfile.parse(plan.tables().text("lean.config"));
  }

  private FileOptions.Settled settled(String given) {
    return FileOptions.parse(plan.tables().text("file-options"))
        .settle(given, tree.linux(), kconfig);
  }

  private String laidOver(String text) {
    String merged = text;
    for (ConfigFragment fragment : fragments) {
      merged = fragment.over(merged);
    }
    return merged;
  }

  private void requireInEffect(String built) {
    for (ConfigFragment fragment : fragments) {
      List<String> missing = fragment.notInEffect(built);
      if (!missing.isEmpty()) {
        throw new BuildFailure(
            "cannot set %s of %s: kconfig dropped it"
                .formatted(String.join(", ", missing), fragment.name()),
            "add the option's dependencies from the kernel's Kconfig to a --fragment");
      }
    }
  }

  private void requireBootable(String built) {
    ConfigTables tables = plan.tables();
    List<String> missing =
        tables.proof().fitted(kconfig, tables.olderNames(), option -> {}).notInEffect(built);
    if (!missing.isEmpty()) {
      throw new BuildFailure(
          "cannot boot this kernel directly in QEMU: missing " + String.join(", ", missing),
          "add --fragment proof.config, or choose another --guest");
    }
  }

  private ConfigOutcome outcome(String given, String built) {
    List<Message> notes = new ArrayList<>();
    choice.reason().ifPresent(notes::add);
    Optional<ConfigDiff> diff = Optional.empty();
    if (!minimal) {
      notes.addAll(settled(given).notes());
      diff = Optional.of(ConfigDiff.of(given, asked(given), built));
      notes.add(note("note.config", "base", base(), "counts", diff.get().counts()));
    }
    if (!leftOut.isEmpty()) {
      notes.add(note("note.leftOut", "options", String.join(", ", leftOut)));
    }
    boolean proofOnly = minimal || choice.lean();
    if (proofOnly) {
      notes.add(note("note.proofOnly"));
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

  private static Message note(String key, Object... namesAndValues) {
    return Message.of(BuiltKernel.class, key, namesAndValues);
  }

  private String base() {
    return choice.base().name() + choice.vendor().map(vendor -> " " + vendor.name()).orElse("");
  }

  private Path given() {
    return tree.root().resolve("config-given");
  }

  private Path stamp() {
    return tree.root().resolve("configured");
  }
}
