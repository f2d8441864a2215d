// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import io.github.twlen.ExitCode;
import io.github.twlen.TerminalText;
import io.github.twlen.TwlenFailure;
import io.github.twlen.recipe.SettingTable;
import io.github.twlen.recipe.TimewaitLength;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reports a definition that is missing, ambiguous or not understood, or a broken template. */
public final class PatchFailure extends TwlenFailure {
  private static final long serialVersionUID = 1L;

  private static final int SHOWN = 120;

  private static final String BY_HAND =
      "edit that header so that it has one line `#define TCP_TIMEWAIT_LEN (60*HZ)`, then rerun";

  private final String reason;

  public PatchFailure(String what, String remedy) {
    this("", what, remedy);
  }

  private PatchFailure(String task, String reason, String remedy) {
    super(ExitCode.PATCH, task + reason, remedy, null);
    this.reason = reason;
  }

  /** Returns a failure to patch the header, with a reason that begins with its name. */
  static PatchFailure ofHeader(String reason, String remedy) {
    return new PatchFailure("cannot patch ", TimewaitLength.HEADER + reason, remedy);
  }

  /** Returns a failure to use a template. */
  static PatchFailure ofTemplate(String name, int line, String why) {
    return ofTemplate(name, line, why, "correct the template there");
  }

  /** Returns a failure to use a template, with the rule for its line. */
  static PatchFailure ofTemplate(String name, int line, String why, String rule) {
    String remedy = rule + ", or delete your copy of the template";
    return new PatchFailure("cannot use the template ", name + ":" + line + ": " + why, remedy);
  }

  /** Returns a failure at a line of the header, as a compiler reports it: {@code file:line}. */
  static PatchFailure at(SourceLine line, String why, String remedy) {
    String text = TerminalText.line(line.text().replaceAll("\\p{Cntrl}+", " ")).strip();
    String shown = TerminalText.beginning(text, SHOWN);
    return ofHeader(":" + line.number() + ": " + shown + ": " + why, remedy);
  }

  static PatchFailure at(SourceLine line, String why) {
    return at(line, why, BY_HAND);
  }

  /** Returns the place and the reason alone. */
  String reason() {
    return reason;
  }

  /** Returns a failure to make the length a setting, at a line of a kernel's file. */
  static PatchFailure ofSetting(String path, int line, String why, SettingEdit edit) {
    String remedy =
        "pass --seconds N without --sysctl, or adapt %s:%d in the directory of --recipes";
    return new PatchFailure(
        "cannot patch ",
        TerminalText.line(path + ":" + line + ": " + why),
        remedy.formatted(edit.template(), edit.line()));
  }

  /** Returns a failure for a file that has only a part of the patch. */
  static PatchFailure partial(String path, SourceLine line) {
    return new PatchFailure(
        "cannot patch ",
        path + ":" + line.number() + ": this file has only a part of the patch",
        "unpack the source again, then rerun");
  }

  /**
   * Returns a failure for a kernel whose vendor has the setting.
   *
   * @param name its name in the code
   */
  static PatchFailure hasSetting(String path, SourceLine line, String name) {
    boolean same = name.endsWith(SettingTable.SYSCTL.replace("net.ipv4.", ""));
    return new PatchFailure(
        "cannot patch ",
        path
            + ":"
            + line.number()
            + ": this kernel already has "
            + (same ? SettingTable.SYSCTL : "a setting of its vendor, " + name),
        same
            ? "use it without a patch: run `sysctl -w " + SettingTable.SYSCTL + "=N`"
            : "use it without a patch: find its name with `sysctl -a | grep net.ipv4.tcp_t`");
  }

  /** Returns a failure for a file of the manual that describes the setting. */
  static PatchFailure inManual(String path, SourceLine line) {
    return new PatchFailure(
        "cannot patch ",
        path + ":" + line.number() + ": the manual already describes " + SettingTable.SYSCTL,
        "delete that paragraph, then rerun");
  }

  /** Returns a failure for a use of the constant that no template knows. */
  static PatchFailure otherUse(String path, SourceLine line) {
    String text = line.text().strip();
    String why = "`" + text + "` would still use " + TimewaitDefinition.MACRO;
    return new PatchFailure(
        "cannot patch ",
        TerminalText.line(path + ":" + line.number() + ": " + why),
        "pass --seconds N without --sysctl, which changes every use");
  }

  /** Returns a failure for a kernel of no known era, at what it lacks for the newest one. */
  static PatchFailure noEra(SettingTable table, Function<String, Optional<byte[]>> tree) {
    String known =
        table.eras().stream()
            .map(SettingTable.Era::kernels)
            .distinct()
            .collect(Collectors.joining(", "));
    String lacking =
        table.eras().stream()
            .reduce((older, newer) -> newer)
            .flatMap(newest -> newest.where().stream().filter(m -> !m.in(tree)).findFirst())
            .map(mark -> mark.file() + ":1: no `" + mark.text() + "`")
            .orElse("this kernel");
    return new PatchFailure(
        "cannot patch ",
        lacking + "; " + SettingTable.FILE + " describes only Linux " + known,
        "pass --seconds N without --sysctl, or add it to a copy in the directory of --recipes");
  }
}
