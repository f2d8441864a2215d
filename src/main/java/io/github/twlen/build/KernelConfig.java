package io.github.twlen.build;

import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Writes the {@code .config}: a base, the fragments over it, completed by kconfig; then proves that
 * every option of every fragment is in effect, since kconfig drops one silently when what it
 * depends on is missing.
 */
final class KernelConfig {
  /**
   * Certificates that a distribution's configuration names lie in its own packaging, not in the
   * tree; with a name of a file that is not there the build fails late.
   */
  private static final Pattern CERTIFICATES =
      Pattern.compile("(?m)^(CONFIG_SYSTEM_(?:TRUSTED|REVOCATION)_KEYS)=\"([^\"]+)\"$");

  private final BuildTree tree;
  private final ConfigBase base;
  private final List<ConfigFragment> fragments;
  private final Make make;

  KernelConfig(BuildTree tree, ConfigBase base, List<ConfigFragment> fragments, Make make) {
    this.tree = tree;
    this.base = base;
    this.fragments = settled(fragments);
    this.make = make;
  }

  /**
   * Configures, unless the tree is configured in just this way already: kbuild would look at every
   * file again.
   *
   * @throws BuildFailure when make fails, or when an option did not take effect
   */
  void call() {
    Path config = tree.linux().resolve(".config");
    Path stamp = tree.root().resolve("configured");
    String before = question();
    if (!Files.exists(config)
        || !Files.exists(stamp)
        || !text(stamp).equals(stampOf(before, config))) {
      configure(config);
    }
    prove(config);
    AtomicFile.write(stamp, stampOf(before, config));
  }

  /** The fragments with what is left to each: of two that name an option, the later decides. */
  private static List<ConfigFragment> settled(List<ConfigFragment> fragments) {
    List<ConfigFragment> settled = new ArrayList<>();
    for (ConfigFragment fragment : fragments) {
      settled.replaceAll(earlier -> earlier.yieldingTo(fragment));
      settled.add(fragment);
    }
    return List.copyOf(settled);
  }

  /** Everything that decides what the configuration will be, in one text. */
  private String question() {
    StringBuilder question = new StringBuilder(base.name()).append('\n');
    if (!(base instanceof ConfigBase.Target)) {
      question.append(baseText());
    }
    fragments.forEach(f -> question.append(f.over("")));
    return question.toString();
  }

  private static String stampOf(String question, Path config) {
    return Digests.sha256(question.getBytes(StandardCharsets.UTF_8))
        + " "
        + Digests.sha256(BuildTree.read(config))
        + "\n";
  }

  private void configure(Path config) {
    if (base instanceof ConfigBase.Target target) {
      make.run(target.target());
      make.bring(BuildTree.CONFIG);
    } else {
      AtomicFile.write(config, withoutForeignCertificates(baseText()));
    }
    String merged = text(config);
    for (ConfigFragment fragment : fragments) {
      merged = fragment.over(merged);
    }
    AtomicFile.write(config, merged);
    make.send(config);
    make.run("olddefconfig");
    make.bring(BuildTree.CONFIG);
  }

  private void prove(Path config) {
    String finished = text(config);
    for (ConfigFragment fragment : fragments) {
      List<String> missing = fragment.notInEffect(finished);
      if (!missing.isEmpty()) {
        throw new BuildFailure(
            "the kernel's configuration did not take "
                + String.join(", ", missing)
                + " of "
                + fragment.name(),
            "see in the kernel's Kconfig what that option depends on, and add it to the fragment",
            null);
      }
    }
  }

  private String baseText() {
    if (base instanceof ConfigBase.FromFile file) {
      if (!Files.isReadable(file.file())) {
        throw new BuildFailure(
            "there is no configuration " + file.file(),
            "give --config minimal, running, defconfig or a file that can be read",
            null);
      }
      return text(file.file());
    }
    return running();
  }

  private static String running() {
    String release = System.getProperty("os.version", "");
    Path boot = Path.of("/boot/config-" + release);
    if (Files.isReadable(boot)) {
      return text(boot);
    }
    try (InputStream in = new GZIPInputStream(Files.newInputStream(Path.of("/proc/config.gz")))) {
      return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new BuildFailure(
          "the running kernel's configuration is not to be had: neither "
              + boot
              + " nor /proc/config.gz",
          "give --config minimal, defconfig or a file",
          e);
    }
  }

  private String withoutForeignCertificates(String config) {
    return CERTIFICATES
        .matcher(config)
        .replaceAll(
            found ->
                Files.exists(tree.linux().resolve(found.group(2)))
                    ? Matcher.quoteReplacement(found.group())
                    : found.group(1) + "=\"\"");
  }

  private static String text(Path file) {
    return new String(BuildTree.read(file), StandardCharsets.ISO_8859_1);
  }
}
