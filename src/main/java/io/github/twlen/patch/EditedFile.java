// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A file of a kernel, and the places of its edits. Lines match if only their spaces differ. */
final class EditedFile {
  /**
   * Where an edit applies.
   *
   * @param from the first line of the kernel that it needs, counted from 0
   */
  record Place(int from, SettingEdit edit) {
    int to() {
      return from + edit.before().size();
    }
  }

  private final String path;
  private final HeaderScan scan;
  private final boolean isCode;
  private final List<Place> places = new ArrayList<>();

  EditedFile(String path, byte[] content) {
    this.path = path;
    this.scan = HeaderScan.of(content);
    // In other files, an apostrophe or /* is only text.
    this.isCode = path.matches(".*\\.[ch]");
  }

  /**
   * Adds an edit at each of its places.
   *
   * @throws PatchFailure when its lines are not there exactly as often as they must be, or another
   *     edit needs them, too
   */
  void add(SettingEdit edit) {
    SourceScope scope = SourceScope.find(path, scan, edit);
    List<Place> found = find(edit, scope);
    if (found.size() != edit.times()) {
      int line = found.size() > edit.times() ? found.get(edit.times()).from() : scope.from();
      String why =
          "`%s` occurs %s in %s, expected %s"
              .formatted(shown(edit), times(found.size()), edit.scope(), times(edit.times()));
      throw PatchFailure.ofSetting(path, line + 1, why, edit);
    }
    for (Place place : found) {
      for (Place other : places) {
        if (place.from() < other.to() && other.from() < place.to()) {
          throw PatchFailure.ofSetting(path, place.from() + 1, "two edits need this line", edit);
        }
      }
      places.add(place);
    }
    places.sort(Comparator.comparingInt(Place::from));
  }

  /** Returns whether the result of an edit is already in the file, as often as it must be. */
  boolean has(SettingEdit edit) {
    SettingEdit done = edit.reversed();
    return find(done, SourceScope.find(path, scan, edit)).size() == edit.times();
  }

  private List<Place> find(SettingEdit edit, SourceScope scope) {
    List<CodeLine> wanted = codeLines(edit.before());
    List<Place> found = new ArrayList<>();
    for (int at = scope.from(); at + wanted.size() <= scope.to(); at++) {
      int matching = 0;
      while (matching < wanted.size() && fits(wanted.get(matching), at + matching)) {
        matching++;
      }
      if (matching == wanted.size()) {
        found.add(new Place(at, edit));
        at += matching - 1;
      }
    }
    return found;
  }

  private static List<CodeLine> codeLines(List<String> texts) {
    List<SourceLine> lines = new ArrayList<>();
    texts.forEach(text -> lines.add(new SourceLine(lines.size() + 1, text, "\n")));
    return CodeLine.of(lines);
  }

  /** Comments of the kernel do not count, unless the template's line is one. */
  private boolean fits(CodeLine wanted, int at) {
    CodeLine line = scan.code().get(at);
    if (!isCode || wanted.isBlank()) {
      return spaced(wanted.source().text()).equals(spaced(line.source().text()));
    }
    return scan.stateOf(line) != CompileState.DROPPED
        && spaced(wanted.code()).equals(spaced(line.code()));
  }

  private static String spaced(String text) {
    return text.strip().replaceAll("\\s+", " ");
  }

  /** Returns the file with all edits applied. */
  byte[] after() {
    List<SourceLine> lines = new ArrayList<>();
    int next = 0;
    for (Place place : places) {
      lines.addAll(scan.lines().subList(next, place.from()));
      lines.addAll(replaced(place));
      next = place.to();
    }
    lines.addAll(scan.lines().subList(next, scan.lines().size()));
    return SourceLine.join(lines);
  }

  /** Returns the new lines at a place, indented like the first line there. */
  private List<SourceLine> replaced(Place place) {
    SourceLine first = scan.lines().get(place.from());
    String own = indentation(place.edit().before().get(0));
    String kernels = indentation(first.text());
    List<SourceLine> lines = new ArrayList<>();
    int at = place.from();
    for (SettingEdit.Row row : place.edit().rows()) {
      if (row.mark() == '+') {
        String text = row.text();
        boolean indents = !text.isEmpty() && text.startsWith(own);
        lines.add(
            new SourceLine(
                0, indents ? kernels + text.substring(own.length()) : text, lineEnd(first)));
      } else if (row.mark() == ' ') {
        lines.add(scan.lines().get(at++));
      } else {
        at++;
      }
    }
    return lines;
  }

  private static String lineEnd(SourceLine line) {
    return line.end().isEmpty() ? "\n" : line.end();
  }

  private static String indentation(String text) {
    return text.substring(0, text.length() - text.stripLeading().length());
  }

  private static String shown(SettingEdit edit) {
    return edit.before().stream()
        .map(EditedFile::spaced)
        .filter(text -> text.length() > 2)
        .findFirst()
        .orElse(edit.before().get(0));
  }

  private static String times(int count) {
    return count == 1 ? "once" : count + " times";
  }

  /** Returns the places of the edits, in the order of the file. */
  List<Place> places() {
    return List.copyOf(places);
  }
}
