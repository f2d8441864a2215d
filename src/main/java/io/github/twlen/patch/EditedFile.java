// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A file of a kernel, and the places of its edits. Lines match if only their spaces and comments
 * differ.
 */
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
          "%s occurs %s in %s, expected %s"
              .formatted(shown(edit), times(found.size()), edit.scope(), times(edit.times()));
      throw PatchFailure.ofSetting(path, line + 1, why, edit);
    }
    for (Place place : found) {
      requireCertain(place);
      for (Place other : places) {
        if (place.from() < other.to() && other.from() < place.to()) {
          throw PatchFailure.ofSetting(path, place.from() + 1, "two edits need this line", edit);
        }
      }
      places.add(place);
    }
    places.sort(Comparator.comparingInt(Place::from));
  }

  /** Requires that the lines are code in every configuration, and so are new lines beside them. */
  private void requireCertain(Place place) {
    if (!isCode) {
      return;
    }
    boolean shared = place.from() > 0 && continues(scan.code().get(place.from() - 1));
    List<CodeLine> wanted = codeLines(place.edit().before());
    for (int i = 0; i < wanted.size(); i++) {
      CodeLine line = scan.code().get(place.from() + i);
      boolean conditional = scan.stateOf(line) == CompileState.CONDITIONAL;
      if (conditional || shared || continues(line) != continues(wanted.get(i))) {
        String why =
            conditional
                ? "inside an #if, so it may not be compiled"
                : "on a line of a comment or a macro that has several lines";
        String text = "`" + spaced(line.code()) + "` is " + why;
        throw PatchFailure.ofSetting(path, line.source().number(), text, place.edit());
      }
    }
  }

  /** Returns whether a comment or a macro continues on the next line. */
  private static boolean continues(CodeLine line) {
    return line.opensComment() || line.continued();
  }

  /**
   * Requires that no line keeps a macro.
   *
   * @param macros their names
   * @throws PatchFailure when a line that no edit replaces uses one
   */
  void requireNoUse(Set<String> macros) {
    Pattern use = Pattern.compile("\\b(?:" + String.join("|", macros) + ")\\b");
    for (CodeLine line : scan.code()) {
      int at = line.source().number() - 1;
      boolean replaced = places.stream().anyMatch(place -> place.from() <= at && at < place.to());
      if (!replaced
          && scan.stateOf(line) != CompileState.DROPPED
          && use.matcher(line.code()).find()) {
        throw PatchFailure.otherUse(path, line.source());
      }
    }
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

  /** Returns the new lines at a place, indented like the first line there, with its comments. */
  private List<SourceLine> replaced(Place place) {
    SourceLine first = scan.lines().get(place.from());
    String own = indentation(place.edit().before().get(0));
    String kernels = indentation(first.text());
    List<SourceLine> lines = new ArrayList<>();
    Deque<String> comments = new ArrayDeque<>();
    int at = place.from();
    for (SettingEdit.Row row : place.edit().rows()) {
      if (row.mark() == '+') {
        String text = row.text();
        boolean indents = !text.isEmpty() && text.startsWith(own);
        String indented = indents ? kernels + text.substring(own.length()) : text;
        String comment = comments.isEmpty() ? "" : comments.remove();
        lines.add(new SourceLine(0, indented + comment, lineEnd(first)));
      } else if (row.mark() == ' ') {
        comments.clear();
        lines.add(scan.lines().get(at++));
      } else {
        comments.add(commentAfter(scan.code().get(at++)));
      }
    }
    return lines;
  }

  /** Returns the comment after the code of a line, with the spaces before it; empty without one. */
  private String commentAfter(CodeLine line) {
    String text = line.source().text();
    String code = line.code().stripTrailing();
    return isCode && text.length() > code.length() && !text.equals(line.code())
        ? text.substring(code.length())
        : "";
  }

  private static String lineEnd(SourceLine line) {
    return line.end().isEmpty() ? "\n" : line.end();
  }

  private static String indentation(String text) {
    return text.substring(0, text.length() - text.stripLeading().length());
  }

  private static String shown(SettingEdit edit) {
    int others = edit.before().size() - 1;
    String text =
        edit.before().stream()
            .map(EditedFile::spaced)
            .filter(line -> line.length() > 2)
            .findFirst()
            .orElse(edit.before().get(0));
    return "`" + text + "`" + (others == 0 ? "" : " with the other " + lines(others));
  }

  private static String lines(int count) {
    return count == 1 ? "line" : count + " lines";
  }

  private static String times(int count) {
    return count == 1 ? "once" : count + " times";
  }

  /** Returns the places of the edits, in the order of the file. */
  List<Place> places() {
    return List.copyOf(places);
  }
}
