// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.BuildTree;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a tree's configuration starts from, once the tree is known.
 *
 * @param base never {@link ConfigBase.Auto}
 * @param lean whether what a proof does not need is switched off
 * @param fragments what is laid over it, in this order; not yet fitted to the tree
 * @param vendor the vendor's configuration, where that is the base
 * @param why a sentence on a choice that the user did not make; empty when there was none
 */
record ConfigChoice(
    ConfigBase base,
    boolean lean,
    List<ConfigFragment> fragments,
    Optional<VendorConfig> vendor,
    Optional<String> why) {
  /** Red Hat's trees have had it since el6; el8's moved it to a file of its own. */
  private static final Pattern RHEL_MAJOR = Pattern.compile("(?m)^RHEL_MAJOR\\s*:?=\\s*(\\d{1,3})");

  /**
   * Chooses.
   *
   * @param tree the top directory of the kernel
   * @throws BuildFailure when the vendor's configuration is needed and not there
   */
  static ConfigChoice of(ConfigPlan plan, Path tree) {
    if (plan.base() instanceof ConfigBase.Auto) {
      Optional<Integer> major = rhelMajor(tree);
      return major.isPresent()
          ? forVendorTree(plan, tree, major.get())
          : minimal(plan, Optional.empty(), Optional.empty());
    }
    if (plan.base() instanceof ConfigBase.Minimal) {
      return minimal(plan, rhelMajor(tree).flatMap(plan.tables()::vendorMinimum), Optional.empty());
    }
    Optional<VendorConfig> vendor =
        plan.base() instanceof ConfigBase.Vendor
            ? Optional.of(vendor(plan, tree).orElseThrow(() -> noVendorConfig(tree)))
            : Optional.empty();
    return new ConfigChoice(plan.base(), plan.lean(), over(plan), vendor, Optional.empty());
  }

  private static ConfigChoice forVendorTree(ConfigPlan plan, Path tree, int major) {
    Optional<VendorConfig> vendor = vendor(plan, tree);
    if (vendor.isPresent()) {
      return new ConfigChoice(
          new ConfigBase.Vendor(),
          true,
          over(plan),
          vendor,
          Optional.of("a Red Hat tree: built with the vendor's configuration, --lean"));
    }
    ConfigFragment minimum =
        plan.tables().vendorMinimum(major).orElseThrow(() -> noVendorConfig(tree));
    return minimal(
        plan,
        Optional.of(minimum),
        Optional.of(
            "a Red Hat tree without a configuration: built with minimal and " + minimum.name()));
  }

  /** The smallest one; what a vendor's tree needs over it comes before what the user wants. */
  private static ConfigChoice minimal(
      ConfigPlan plan, Optional<ConfigFragment> minimum, Optional<String> why) {
    List<ConfigFragment> fragments = new ArrayList<>(plan.recipe());
    minimum.ifPresent(fragments::add);
    fragments.addAll(plan.fragments());
    return new ConfigChoice(
        new ConfigBase.Minimal(), plan.lean(), fragments, Optional.empty(), why);
  }

  /** The user's configuration stays whole: what is laid over it, the user named. */
  private static List<ConfigFragment> over(ConfigPlan plan) {
    return plan.base() instanceof ConfigBase.Auto
        ? plan.fragments()
        : Stream.concat(plan.recipe().stream(), plan.fragments().stream()).toList();
  }

  private static Optional<VendorConfig> vendor(ConfigPlan plan, Path tree) {
    return VendorConfig.find(tree, plan.tables().vendorPlaces());
  }

  private static BuildFailure noVendorConfig(Path tree) {
    return new BuildFailure(
        "cannot configure " + tree + ": it has no vendor configuration",
        VendorConfig.candidate(tree)
            .map(file -> "pass --config TREE/" + file.getFileName() + " --lean")
            .orElse(
                "pass --config FILE --lean with the vendor's, such as kernel-*-x86_64.config of"
                    + " its source package"),
        null);
  }

  private static Optional<Integer> rhelMajor(Path tree) {
    for (String name : List.of("Makefile", "Makefile.rhelver")) {
      Path makefile = tree.resolve(name);
      if (Files.isRegularFile(makefile)) {
        Matcher major =
            RHEL_MAJOR.matcher(new String(BuildTree.read(makefile), StandardCharsets.ISO_8859_1));
        if (major.find()) {
          return Optional.of(Integer.parseInt(major.group(1)));
        }
      }
    }
    return Optional.empty();
  }
}
