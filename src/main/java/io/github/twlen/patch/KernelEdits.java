// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import io.github.twlen.UnifiedDiff;
import io.github.twlen.recipe.TimewaitLength;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The edits that make the length a setting in one kernel.
 *
 * @param read the kernel's files, by path
 * @param edits by file, in the order of the patch
 * @param message the mail header of the patch
 */
record KernelEdits(Map<String, byte[]> read, Map<String, List<SettingEdit>> edits, String message) {
  private static final int CONTEXT = 3;

  private static final Pattern DERIVED =
      Pattern.compile("^\\s*#\\s*define\\s+(\\w+)\\b.*\\b" + TimewaitDefinition.MACRO + "\\b");

  /** Every use of the constant here is a TIME_WAIT; elsewhere it bounds FIN_WAIT2. */
  private static final String MINISOCKS = "net/ipv4/tcp_minisocks.c";

  private byte[] content(String path, SettingEdit edit) {
    byte[] content = read.get(path);
    if (content == null) {
      throw PatchFailure.ofSetting(path, 1, "no such file", edit);
    }
    return content;
  }

  /**
   * Returns the files that have the result of all their edits, and the default length in each. A
   * run that was killed can leave another one in the rest.
   *
   * @param defaults the lengths that are possible
   */
  Map<String, Integer> applied(Set<Integer> defaults) {
    Map<String, Integer> done = new TreeMap<>();
    edits.forEach(
        (path, all) -> {
          EditedFile file = new EditedFile(path, content(path, all.get(0)));
          for (int seconds : defaults) {
            if (all.stream().allMatch(edit -> file.has(edit.withDefault(seconds)))) {
              done.put(path, seconds);
            }
          }
        });
    return done;
  }

  /**
   * Returns the result of the edits.
   *
   * @param change returns the edit to apply instead of one of a file
   */
  PatchOutcome outcome(BiFunction<String, SettingEdit, SettingEdit> change, TimewaitLength wanted) {
    TimewaitDefinition present = TimewaitDefinition.find(LengthPatch.header(read));
    PatchOutcome.FinTimeoutAfter fin = PatchOutcome.FinTimeoutAfter.unchanged(present);
    Map<String, byte[]> after = new LinkedHashMap<>();
    List<PatchOutcome.Place> places = new ArrayList<>();
    ByteArrayOutputStream patch = new ByteArrayOutputStream();
    patch.writeBytes(
        bytes(message.replace(SettingEdit.SECONDS, Integer.toString(wanted.seconds()))));
    patch.writeBytes(bytes("\n"));
    edits.forEach(
        (path, all) -> {
          byte[] before = content(path, all.get(0));
          EditedFile file = edited(path, before, change);
          byte[] changed = file.after();
          if (!Arrays.equals(changed, before)) {
            after.put(path, changed);
            patch.writeBytes(bytes("--- a/" + path + "\n+++ b/" + path + "\n"));
            patch.writeBytes(UnifiedDiff.hunks(before, changed, CONTEXT));
          }
          file.places()
              .forEach(
                  p -> places.add(new PatchOutcome.Place(path, p.from() + 1, p.edit().reason())));
        });
    return after.isEmpty()
        ? new PatchOutcome.Already(present, fin.seconds(), fin.note())
        : new PatchOutcome.Rendered(
            patch.toByteArray(),
            after,
            places,
            present,
            wanted.seconds(),
            fin.seconds(),
            fin.note());
  }

  private EditedFile edited(
      String path, byte[] before, BiFunction<String, SettingEdit, SettingEdit> change) {
    EditedFile file = new EditedFile(path, before);
    edits.getOrDefault(path, List.of()).stream()
        .map(edit -> change.apply(path, edit))
        .filter(edit -> !edit.before().equals(edit.after()))
        .forEach(file::add);
    return file;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * Requires that no TIME_WAIT remains on the constant, also not by way of another macro.
   *
   * @param change as in {@link #outcome}
   * @throws PatchFailure when a vendor uses it once more
   */
  void requireNoOtherUse(BiFunction<String, SettingEdit, SettingEdit> change) {
    byte[] minisocks = read.get(MINISOCKS);
    if (minisocks != null) {
      Set<String> macros = new TreeSet<>(Set.of(TimewaitDefinition.MACRO));
      for (byte[] content : List.of(LengthPatch.header(read), minisocks)) {
        for (CodeLine line : HeaderScan.of(content).code()) {
          Matcher derived = DERIVED.matcher(line.code());
          if (derived.find()) {
            macros.add(derived.group(1));
          }
        }
      }
      macros.remove(FinTimeoutMacro.NAME);
      edited(MINISOCKS, minisocks, change).requireNoUse(macros);
    }
  }
}
