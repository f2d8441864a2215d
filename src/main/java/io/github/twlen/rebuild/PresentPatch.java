// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.build.spec.SpecFile;
import io.github.twlen.build.spec.SpecPlacement;
import io.github.twlen.patch.FinTimeout;
import io.github.twlen.patch.LengthPatch;
import io.github.twlen.patch.SettingPatch;
import io.github.twlen.patch.TimewaitDefinition;
import io.github.twlen.recipe.SettingTable;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.source.KernelSource;
import io.github.twlen.source.Packaging;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The patch that a package has already, because twlen made the package.
 *
 * @param file its name among the sources
 * @param seconds the length that it sets
 * @param finTimeout what it does with the default of {@code tcp_fin_timeout}
 * @param setting whether it makes the length a setting, with this default
 */
public record PresentPatch(String file, int seconds, FinTimeout finTimeout, boolean setting) {
  private static final Pattern LENGTH =
      Pattern.compile(
          "(?m)^\\+#\\s*define\\s+"
              + TimewaitDefinition.MACRO
              + "\\s+\\((\\d{1,9})\\s*\\*\\s*HZ\\)");
  private static final Pattern SETTING =
      Pattern.compile("(?m)^\\+#define TCP_TW_TIMEOUT_DEFAULT\\s+(\\d{1,9})");
  private static final Pattern FIN_TIMEOUT =
      Pattern.compile("(?m)^\\+#\\s*define\\s+TCP_FIN_TIMEOUT\\s");
  private static final Pattern OTHER_FILE =
      Pattern.compile("(?m)^\\+\\+\\+ (?!\\S*/" + TimewaitLength.HEADER + ").*");

  /** Lines of a spec that can name the packages. */
  private static final Pattern NAMES =
      Pattern.compile("(?i)(?:\\s*Release\\s*:|#?\\s*%(?:define|global)\\s).*");

  /** Returns the patch of a package that changes this length and nothing else. */
  public static Optional<PresentPatch> of(KernelSource source) {
    return SpecPlacement.FILES.stream()
        .flatMap(file -> source.packagingFile(file).flatMap(text -> read(file, text)).stream())
        // A spec may be restored while its patch stays beside it.
        .filter(patch -> source.packaging().filter(patch::isUsed).isPresent())
        .findFirst();
  }

  private boolean isUsed(Packaging all) {
    return SpecPlacement.names(specOf(all), file);
  }

  private static SpecFile specOf(Packaging all) {
    return SpecFile.of(all.specName(), all.spec().getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Returns whether the packages have the length in their names; a spec file alone may lack it. */
  boolean isNamed(Packaging all) {
    return !all.release().isEmpty() || !spec(all).equals(all.spec());
  }

  /** Reads a patch; empty when it changes other files, or another definition. */
  static Optional<PresentPatch> read(String file, byte[] patch) {
    String text = new String(patch, StandardCharsets.ISO_8859_1);
    Matcher setting = SETTING.matcher(text);
    if (setting.find()) {
      int seconds = Integer.parseInt(setting.group(1));
      return Optional.of(new PresentPatch(file, seconds, FinTimeout.KEEP, true));
    }
    Matcher length = LENGTH.matcher(text);
    if (!length.find() || OTHER_FILE.matcher(text).find()) {
      return Optional.empty();
    }
    boolean keeps = FIN_TIMEOUT.matcher(text).find();
    return Optional.of(
        new PresentPatch(
            file,
            Integer.parseInt(length.group(1)),
            keeps ? FinTimeout.KEEP : FinTimeout.FOLLOW,
            false));
  }

  /** Returns the packaging of a source as the vendor made it: without the name of the patch. */
  static Optional<Packaging> vendors(KernelSource source) {
    Optional<PresentPatch> present = of(source);
    return source.packaging().map(all -> present.map(patch -> patch.removed(all)).orElse(all));
  }

  /** Returns a packaging without the length in its names, and with an empty patch. */
  Packaging removed(Packaging all) {
    Map<String, Long> sizes = new LinkedHashMap<>(all.sizes());
    sizes.put(file, 0L);
    return new Packaging(
        unnamed(all.release()), all.tarball(), all.specName(), spec(all), all.digests(), sizes);
  }

  private String spec(Packaging all) {
    String added = "%global buildid " + id();
    StringBuilder vendors = new StringBuilder();
    specOf(all)
        .lines()
        .filter(line -> !line.text().equals(added))
        .forEach(
            line ->
                vendors
                    .append(
                        NAMES.matcher(line.text()).matches() ? unnamed(line.text()) : line.text())
                    .append(line.end()));
    return vendors.toString();
  }

  private String id() {
    return setting ? "." + SettingPatch.SUFFIX : ".tw" + seconds;
  }

  /** Returns what it does: {@code 15 s}, or the name of the setting. */
  String label() {
    return setting ? SettingTable.SYSCTL : seconds + " s";
  }

  /** Returns whether it does what a patch does. */
  boolean isSame(LengthPatch patch) {
    return setting == patch.isSetting()
        && seconds == patch.wanted().seconds()
        && finTimeout == patch.finTimeout();
  }

  private String unnamed(String text) {
    return text.replaceAll(Pattern.quote(id()) + "(?!\\d)", "");
  }
}
