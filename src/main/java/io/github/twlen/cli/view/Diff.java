// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.view;

import io.github.twlen.TerminalText;
import io.github.twlen.UnifiedDiff;
import io.github.twlen.build.spec.SpecChange;
import io.github.twlen.rebuild.SpecEdit;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Colours and shows unified diffs. */
public final class Diff {
  private static final Map<Character, String> COLOURS = Map.of('+', "32", '-', "31", '@', "36");
  private static final int CONTEXT = 2;

  private Diff() {}

  /** Returns the text of a patch with its added, removed and @@ lines coloured. */
  public static String coloured(byte[] patch) {
    StringBuilder text = new StringBuilder();
    for (String line : TerminalText.lines(patch).lines().toList()) {
      String code = line.isEmpty() ? null : COLOURS.get(line.charAt(0));
      text.append(code == null ? line : "\u001b[" + code + "m" + line + "\u001b[0m").append('\n');
    }
    return text.toString();
  }

  /** Returns the lines of the diff of a spec, without file names; none when it does not change. */
  static List<String> ofSpec(SpecChange change) {
    byte[] hunks = UnifiedDiff.hunks(change.before().bytes(), change.after().bytes(), CONTEXT);
    return new String(hunks, StandardCharsets.ISO_8859_1).lines().toList();
  }

  /** Returns the unified diff of files, for {@code patch -p1} and {@code git apply}. */
  static byte[] of(List<SpecEdit.Changed> files) {
    ByteArrayOutputStream diff = new ByteArrayOutputStream();
    for (SpecEdit.Changed file : files) {
      // A tab ends a name that contains spaces.
      String name = file.shown() + (file.shown().contains(" ") ? "\t" : "");
      String before = file.isNew() ? "/dev/null" : "a/" + name;
      diff.writeBytes(
          ("--- " + before + "\n+++ b/" + name + "\n").getBytes(StandardCharsets.UTF_8));
      diff.writeBytes(UnifiedDiff.hunks(file.before(), file.after(), CONTEXT));
    }
    return diff.toByteArray();
  }
}
