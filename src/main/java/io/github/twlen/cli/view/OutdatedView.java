// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.view;

import io.github.twlen.Messages;
import io.github.twlen.TerminalText;
import io.github.twlen.rebuild.outdated.Freshness;
import io.github.twlen.rebuild.outdated.KernelName;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether a kernel is outdated, for programs.
 *
 * @param builtFrom the vendor's version
 * @param exact whether it has the vendor's release
 * @param suffix null for a kernel of others
 * @param patchFits null if it was not checked
 */
public record OutdatedView(
    int schemaVersion,
    String host,
    String kernel,
    @Nullable String suffix,
    String builtFrom,
    boolean exact,
    String newest,
    String newestPackage,
    String place,
    String state,
    @Nullable Boolean patchFits,
    @Nullable String error,
    @Nullable String fix,
    int exitCode) {
  private static final int VERSION = 1;

  /** Returns the object for JSON. */
  public static OutdatedView json(Freshness found) {
    KernelName kernel = found.kernel();
    return new OutdatedView(
        VERSION,
        found.host(),
        kernel.release(),
        kernel.suffix().orElse(null),
        kernel.version(),
        kernel.exact(),
        found.newest().version(),
        found.newest().packageName(),
        found.newest().place().toString(),
        found.state().word(),
        found.patch() == Freshness.Patch.NOT_CHECKED ? null : found.patch() == Freshness.Patch.FITS,
        found.problem().map(Freshness.Problem::what).orElse(null),
        found.problem().map(Freshness.Problem::fix).orElse(null),
        found.exitCode().code());
  }

  /** Returns one line, which ends with a newline. */
  public static String line(Freshness found, Locale locale) {
    Messages messages = Messages.of(Freshness.class, locale);
    KernelName kernel = found.kernel();
    String version =
        kernel.version().equals(kernel.release())
            ? ""
            : messages.text("version", "version", kernel.version());
    String line =
        messages.text(
            "line",
            "state",
            messages.text("state." + found.state()),
            "kernel",
            kernel.release(),
            "host",
            found.where().in(locale),
            "version",
            version,
            "newest",
            found.newest().version(),
            "place",
            found.newest().place().in(locale),
            "name",
            found.newest().packageName());
    String builder = kernel.suffix().isPresent() ? "" : messages.text("other");
    String patch =
        found.patch() == Freshness.Patch.NOT_CHECKED ? "" : messages.text("patch." + found.patch());
    return TerminalText.line(line + builder + patch) + "\n";
  }
}
