// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

import io.github.twlen.build.spec.shell.ShellCommand;
import io.github.twlen.build.spec.shell.WorkingDirectory;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A command of %prep that applies patches.
 *
 * @param here the directory to whose files it applies them
 * @param always whether it always runs, and once for each patch
 * @param stripsOne whether it removes one directory from the names in a patch
 */
record PatchApplication(
    SpecLine line,
    ShellCommand command,
    Kind kind,
    WorkingDirectory here,
    boolean always,
    boolean stripsOne) {
  /** How it applies patches. */
  enum Kind {
    /** {@code ApplyPatch} or {@code ApplyOptionalPatch} of kernel specs. */
    FUNCTION,
    /** {@code %patch}. */
    MACRO,
    /** Every declared patch, or those of a range of numbers. */
    DECLARED,
    /** A file, by a program. */
    FILE
  }

  private static final Set<String> FUNCTIONS = Set.of("ApplyPatch", "ApplyOptionalPatch");
  private static final Set<String> AUTOPATCH = Set.of("%autopatch", "%{autopatch}");
  private static final Pattern ALL = Pattern.compile(".*%\\{?patches\\b.*", Pattern.DOTALL);
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{?\\w*patch_?(?:command|cmd)}?");
  private static final Pattern SCRIPT =
      Pattern.compile("(?i).*apply[-_]?\\w*patch\\w*(?:\\.\\w+)?|.*patch\\w*\\.(?:sh|py|pl)");
  private static final Pattern GLOB =
      Pattern.compile("(?:\\$\\{?RPM_SOURCE_DIR}?|\\S*SOURCES)/([^\\s)\"'/]*[*?][^\\s)\"'/]*)");
  private static final Pattern STRIP = Pattern.compile("-\\w*p(\\d*)|--strip=?(\\d*)");
  private static final Pattern TOOL = Pattern.compile("-S\\s*(\\w+)");
  private static final Pattern RANGE_OPTION = Pattern.compile("-([mM])(\\d*)");

  /** Returns the commands that apply patches, in order, each at the line that runs it. */
  static List<PatchApplication> of(PrepWalk walk) {
    return withFunctions(walk).stream().filter(one -> one.command().function().isEmpty()).toList();
  }

  /** Returns also those in the bodies of functions, which may never run. */
  static List<PatchApplication> withFunctions(PrepWalk walk) {
    List<PatchApplication> found = new ArrayList<>();
    Set<String> functions = new HashSet<>();
    String tool = "patch";
    for (PrepWalk.Step step : walk.steps()) {
      ShellCommand command = step.command();
      if (step.setup().isPresent()) {
        tool = tool(command.words(), tool);
      }
      boolean calls = functions.contains(command.name());
      Optional<Kind> kind =
          kind(step, walk).or(() -> calls ? Optional.of(Kind.FILE) : Optional.empty());
      if (kind.isPresent()) {
        functions.add(command.function());
        boolean declared = kind.get() == Kind.DECLARED;
        boolean always = declared ? command.runsInEachLoop() : command.runsOnce();
        boolean strips = !declared || stripsOne(command.words(), tool);
        WorkingDirectory here = directory(step, walk);
        found.add(new PatchApplication(step.line(), command, kind.get(), here, always, strips));
      }
    }
    return found;
  }

  /** Returns the program that {@code %autosetup -S} chooses for all patches. */
  private static String tool(List<String> words, String before) {
    Matcher chosen = TOOL.matcher(String.join(" ", words));
    return chosen.find() ? chosen.group(1) : before;
  }

  /** git and quilt remove one directory by default; patch removes all, for rpm's macros too. */
  private static boolean stripsOne(List<String> words, String tool) {
    for (int i = 1; i < words.size(); i++) {
      Matcher strip = STRIP.matcher(words.get(i));
      if (strip.matches()) {
        String joined = strip.group(1) == null ? strip.group(2) : strip.group(1);
        String value = joined.isEmpty() && i + 1 < words.size() ? words.get(i + 1) : joined;
        return value.equals("1") || !value.matches("\\d+");
      }
    }
    return !words.get(0).contains("%") || !tool.matches("patch|gendiff");
  }

  private static Optional<Kind> kind(PrepWalk.Step step, PrepWalk walk) {
    ShellCommand command = step.command();
    List<String> words = command.words();
    String name = walk.expanded(command.name());
    if (FUNCTIONS.contains(name)) {
      return words.size() > 1 ? Optional.of(Kind.FUNCTION) : Optional.empty();
    } else if (step.setup().isPresent()) {
      return step.setup().filter(SetupMacro::patches).map(all -> Kind.DECLARED);
    } else if (AUTOPATCH.contains(name)) {
      return Optional.of(Kind.DECLARED);
    } else if (PatchMacro.of(words).isPresent()) {
      return Optional.of(Kind.MACRO);
    } else if (!applies(words, name)) {
      return Optional.empty();
    }
    return Optional.of(takesDeclared(command, walk) ? Kind.DECLARED : Kind.FILE);
  }

  private static boolean applies(List<String> words, String name) {
    String program = name.substring(name.lastIndexOf('/') + 1);
    return switch (program) {
      case "patch" -> !words.contains("--dry-run") && !words.contains("--version");
      case "git" ->
          !words.contains("--check")
              && !words.contains("--abort")
              && words.stream().anyMatch(word -> word.equals("am") || word.equals("apply"));
      case "quilt" -> words.contains("push");
      case "xargs", "find" -> words.contains("patch") || words.containsAll(List.of("git", "am"));
      case "sh", "bash", "python3", "perl", "." ->
          words.stream().anyMatch(word -> SCRIPT.matcher(word).matches());
      default -> VARIABLE.matcher(name).matches() || SCRIPT.matcher(name).matches();
    };
  }

  /** Returns whether a list of all patches is applied, as arguments or by a loop over it. */
  private static boolean takesDeclared(ShellCommand command, PrepWalk walk) {
    List<String> all = new ArrayList<>(command.words());
    command.loops().forEach(all::addAll);
    return all.stream().anyMatch(word -> ALL.matcher(word).matches() || globs(walk.expanded(word)));
  }

  private static boolean globs(String word) {
    Matcher glob = GLOB.matcher(word);
    while (glob.find()) {
      String pattern = glob.group(1).replace("?", "*").replace("*", "\\E.*\\Q");
      if (SpecPlacement.OWN.matches("\\Q" + pattern + "\\E")) {
        return true;
      }
    }
    return false;
  }

  private static WorkingDirectory directory(PrepWalk.Step step, PrepWalk walk) {
    if (step.setup().isPresent()) {
      return WorkingDirectory.of(walk.expanded(step.setup().get().name()));
    }
    ShellCommand command = step.command();
    List<String> words = command.words();
    for (int i = 1; i < words.size(); i++) {
      String word = words.get(i);
      boolean separate = word.matches("-d|-C|--directory") && i + 1 < words.size();
      String path = separate ? words.get(i + 1) : word.replaceFirst("^(?:-d|-C|--directory=)", "");
      if (separate
          || (!path.equals(word) && !word.startsWith("--directory") && word.length() > 2)
          || word.startsWith("--directory=")) {
        return walk.resolved(command.here(), path);
      }
    }
    return command.here();
  }

  /** Returns whether it applies files by a pattern of their names, declared as a patch or not. */
  boolean takesFiles() {
    return kind == Kind.DECLARED
        && Stream.concat(command.loops().stream(), Stream.of(command.words()))
            .flatMap(List::stream)
            .noneMatch(word -> ALL.matcher(word).matches() || word.contains("auto"));
  }

  /** Returns whether it applies a declared patch with this number, with all or many others. */
  boolean takes(int number) {
    if (kind != Kind.DECLARED || !command.name().contains("autopatch")) {
      return kind == Kind.DECLARED;
    }
    int least = 0;
    int most = Integer.MAX_VALUE;
    Set<Integer> named = new HashSet<>();
    List<String> words = command.words();
    for (int i = 1; i < words.size(); i++) {
      Matcher option = RANGE_OPTION.matcher(words.get(i));
      if (words.get(i).equals("-p")) {
        i++;
      } else if (option.matches()) {
        String value =
            option.group(2).isEmpty() && i + 1 < words.size() ? words.get(++i) : option.group(2);
        int bound = value.matches("\\d{1,9}") ? Integer.parseInt(value) : -1;
        least = option.group(1).equals("m") ? bound : least;
        most = option.group(1).equals("M") && bound >= 0 ? bound : most;
      } else if (words.get(i).matches("\\d{1,9}")) {
        named.add(Integer.parseInt(words.get(i)));
      }
    }
    return named.isEmpty() ? number >= least && number <= most : named.contains(number);
  }
}
