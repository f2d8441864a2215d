// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import io.github.twlen.build.spec.shell.DirectoryTracker;
import io.github.twlen.build.spec.shell.ShellCommand;
import io.github.twlen.build.spec.shell.ShellReader;
import io.github.twlen.build.spec.shell.WorkingDirectory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Follows a script section of a spec: its commands with their working directories, and where each
 * line leaves the shell. Directories are relative to rpm's build directory.
 */
final class PrepWalk {
  private static final Pattern DEFINITION = Pattern.compile("\\s*%(define|global)\\b.*");

  /** A macro that calls itself ends here. */
  private static final int DEEPEST = 4;

  /**
   * A command.
   *
   * @param setup what it is, if it is {@code %setup} or {@code %autosetup}
   */
  record Step(SpecLine line, ShellCommand command, Optional<SetupMacro> setup) {}

  /**
   * The shell after a line.
   *
   * @param open whether a construct of the shell goes on
   */
  record After(WorkingDirectory here, boolean open) {}

  /** An open {@code %if}: the state before it, and after its finished branches. */
  private static final class Branches {
    private final DirectoryTracker.Snapshot before;
    private final ShellReader.Open open;
    private final List<DirectoryTracker.Snapshot> ends = new ArrayList<>();
    private boolean otherwise;
    private boolean dead; // The present branch.

    Branches(DirectoryTracker.Snapshot before, ShellReader.Open open, boolean dead) {
      this.before = before;
      this.open = open;
      this.dead = dead;
    }
  }

  private final SpecMacros macros;
  private final DirectoryTracker tracker;
  private final ShellReader reader;
  private final List<Branches> branches = new ArrayList<>();
  private final List<Step> steps = new ArrayList<>();
  private final Map<Integer, After> after = new HashMap<>();
  private final Map<Integer, Boolean> nested = new HashMap<>();
  private Optional<SpecLine> line = Optional.empty();
  private String subdirectory = "";
  private int depth;

  private PrepWalk(SpecMacros macros, String start) {
    this.macros = macros;
    this.tracker = new DirectoryTracker(this::expand, this::special);
    this.reader = new ShellReader(tracker);
    subdirectory = start;
    tracker.move(WorkingDirectory.of(start));
  }

  /** Follows %prep. */
  static PrepWalk of(SpecFile spec) {
    return of(spec, SpecFile.PREP, "");
  }

  /**
   * Follows a section.
   *
   * @param start the directory in which it starts
   */
  static PrepWalk of(SpecFile spec, String section, String start) {
    PrepWalk walk = new PrepWalk(SpecMacros.of(spec), start);
    spec.lines()
        .filter(line -> line.section().equals(section) && !line.body())
        .filter(line -> !DEFINITION.matcher(line.text()).matches())
        .filter(line -> !line.text().startsWith("%" + section))
        .forEach(walk::take);
    return walk;
  }

  private void take(SpecLine next) {
    line = Optional.of(next);
    String text = next.text().strip();
    if (text.startsWith("%if")) {
      branches.add(new Branches(tracker.snapshot(), reader.open(), next.dead()));
    } else if (text.startsWith("%el") && !branches.isEmpty()) {
      // The shell sees only one branch of an %if.
      Branches last = branches.get(branches.size() - 1);
      finish(last);
      last.otherwise |= text.startsWith("%else");
      last.dead = next.dead();
      tracker.restore(last.before);
      reader.reopen(last.open);
    } else if (text.startsWith("%endif") && !branches.isEmpty()) {
      Branches last = branches.remove(branches.size() - 1);
      finish(last);
      end(last);
    } else if (!next.dead() && !text.startsWith("%dnl")) {
      nested.put(next.number(), reader.inside());
      reader.take(next.text());
    }
    after.put(next.number(), new After(tracker.here(), reader.inside()));
  }

  private void finish(Branches last) {
    if (!last.dead) {
      last.ends.add(tracker.snapshot());
    }
  }

  private void end(Branches last) {
    List<DirectoryTracker.Snapshot> ends = last.ends;
    if (!last.otherwise || ends.isEmpty()) {
      ends.add(last.before);
    }
    DirectoryTracker.Snapshot now = tracker.snapshot();
    tracker.restore(new DirectoryTracker.Snapshot(ends.get(0).state(), now.frames()));
    ends.subList(1, ends.size()).forEach(tracker::merge);
  }

  private String expand(String text) {
    return macros.expand(text).replace("%{buildsubdir}", subdirectory);
  }

  private boolean special(ShellCommand command) {
    Optional<SetupMacro> setup = SetupMacro.of(command.words());
    line.ifPresent(at -> steps.add(new Step(at, command, setup)));
    if (setup.isPresent()) {
      subdirectory = WorkingDirectory.of(expand(setup.get().name())).only().orElse("");
      tracker.move(WorkingDirectory.of(subdirectory));
      if (setup.get().usual()) {
        tracker.hold(); // Such as `if [ ! -d vanilla ]`: rpmbuild begins without the tree.
      }
      return true;
    }
    Optional<List<String>> body = macros.body(command.words());
    if (body.isEmpty() || depth >= DEEPEST) {
      return false;
    }
    depth++;
    ShellReader inner = new ShellReader(tracker);
    body.get().forEach(inner::take);
    depth--;
    return true;
  }

  /** Returns the commands, in order; those of a function where it is defined. */
  List<Step> steps() {
    return List.copyOf(steps);
  }

  /** Returns the directory that a path names for a command. */
  WorkingDirectory resolved(WorkingDirectory from, String path) {
    return tracker.resolved(from, path);
  }

  /** Returns a text with the macros of the spec that have one value expanded. */
  String expanded(String text) {
    return expand(text);
  }

  /** Returns the directories in which commands run, in order. */
  List<WorkingDirectory> visited() {
    List<WorkingDirectory> all = new ArrayList<>();
    steps.forEach(step -> all.add(step.command().here()));
    all.add(tracker.here());
    return all;
  }

  /** Returns the directory that the last {@code %setup} entered; empty without one. */
  String subdirectory() {
    return subdirectory;
  }

  /** Returns the shell after a line; empty for lines of other sections. */
  Optional<After> after(SpecLine at) {
    return Optional.ofNullable(after.get(at.number()));
  }

  /** Returns whether a line begins inside a construct of the shell. */
  boolean nests(SpecLine at) {
    return nested.getOrDefault(at.number(), false);
  }

  /** Returns whether a construct of the shell goes on after a line. */
  boolean openAfter(SpecLine at) {
    return after(at).map(After::open).orElse(false);
  }
}
