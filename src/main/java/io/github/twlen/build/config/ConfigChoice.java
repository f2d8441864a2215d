// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import io.github.twlen.GivenFile;
import io.github.twlen.Message;
import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.BuildTree;
import io.github.twlen.build.BuiltKernel;
import io.github.twlen.build.config.ConfigBase.Kind;
import io.github.twlen.recipe.Architecture;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Starting point of the configuration of a known tree.
 *
 * @param base never AUTO
 * @param fragments laid over the base in this order; not yet fitted to the tree
 * @param vendor the vendor's configuration if it is the base
 * @param reason a sentence about a choice that twlen made for the user
 */
record ConfigChoice(
    ConfigBase base,
    boolean lean,
    List<ConfigFragment> fragments,
    Optional<VendorConfig> vendor,
    Optional<Message> reason) {
  /** Red Hat's trees have it since el6; el8 moved it to a file of its own. */
  private static final Pattern RHEL_MAJOR = Pattern.compile("(?m)^RHEL_MAJOR\\s*:?=\\s*(\\d{1,3})");

  /** Chooses the starting point, or fails if the tree needs a vendor configuration and has none. */
  static ConfigChoice of(ConfigPlan plan, Path tree) {
    ConfigTables tables = plan.tables();
    boolean auto = plan.base().kind() == Kind.AUTO;
    Optional<Integer> major = rhelMajor(tree);
    boolean vendorWanted = plan.base().kind() == Kind.VENDOR || (auto && major.isPresent());
    Optional<VendorConfig> vendor =
        vendorWanted
            ? VendorConfig.find(tree, tables.text("vendor-configs"), tables.architecture())
            : Optional.empty();
    Optional<ConfigFragment> minimum =
        plan.base().isMinimalOrAuto() && vendor.isEmpty()
            ? major.flatMap(tables::vendorMinimum)
            : Optional.empty();
    if (vendorWanted && vendor.isEmpty() && minimum.isEmpty()) {
      throw noVendorConfig(tree, tables.architecture());
    }
    boolean autoVendor = auto && vendor.isPresent();
    // The recipe's fragments are for the base that the recipe or the user names.
    List<ConfigFragment> fragments = new ArrayList<>(autoVendor ? List.of() : plan.recipe());
    minimum.ifPresent(fragments::add); // Before the user's fragments, which override it.
    fragments.addAll(plan.fragments());
    return new ConfigChoice(
        vendor.isPresent()
            ? ConfigBase.of(Kind.VENDOR)
            : auto ? ConfigBase.of(Kind.MINIMAL) : plan.base(),
        autoVendor || plan.lean(),
        fragments,
        vendor,
        autoVendor
            ? Optional.of(Message.of(BuiltKernel.class, "note.redHat"))
            : minimum
                .filter(one -> auto)
                .map(
                    one ->
                        Message.of(
                            BuiltKernel.class, "note.redHat.minimal", "fragment", one.name())));
  }

  private static BuildFailure noVendorConfig(Path tree, Architecture architecture) {
    return new BuildFailure(
        "cannot configure " + tree + ": no vendor configuration",
        VendorConfig.candidate(tree, architecture)
            .map(file -> "pass --config TREE/" + file.getFileName() + " --lean")
            .orElse(
                "pass --config FILE --lean with the vendor's file, such as"
                    + " kernel-*-"
                    + architecture.rpm()
                    + ".config of its source package"));
  }

  private static Optional<Integer> rhelMajor(Path tree) {
    return Stream.of("Makefile", "Makefile.rhelver")
        .map(tree::resolve)
        .filter(Files::isRegularFile)
        .map(file -> RHEL_MAJOR.matcher(BuildTree.text(file)))
        .filter(Matcher::find)
        .map(major -> Integer.valueOf(major.group(1)))
        .findFirst();
  }

  /** Returns the text of the base; empty for a base that a make target writes. */
  Optional<String> baseText() {
    return switch (base.kind()) {
      case FILE -> Optional.of(fromFile(Path.of(base.name())));
      case RUNNING -> Optional.of(running());
      default -> vendor.map(VendorConfig::text);
    };
  }

  private static String fromFile(Path file) {
    try {
      return new String(GivenFile.read(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      String reason = Files.exists(file) ? GivenFile.reason(file, e) : "no such file";
      throw new BuildFailure(
          "cannot read " + file + ": " + reason,
          "pass --config minimal, vendor, running, defconfig or a readable file",
          e);
    }
  }

  private static String running() {
    Path boot = Path.of("/boot/config-" + System.getProperty("os.version", ""));
    if (Files.isReadable(boot)) {
      return fromFile(boot);
    }
    try (InputStream in = new GZIPInputStream(Files.newInputStream(Path.of("/proc/config.gz")))) {
      return new String(in.readNBytes(GivenFile.LONGEST), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new BuildFailure(
          "cannot find the running kernel's config: neither " + boot + " nor /proc/config.gz",
          "pass --config minimal, defconfig or a file",
          e);
    }
  }
}
