// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec.shell;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The shell variables that hold a directory. */
final class ShellVariables {
  private static final Pattern LEADING =
      Pattern.compile("\\$(?:\\{(\\w+)}|(\\w+)|\\(\\s*(pwd)(?:\\s+-[LP])?\\s*\\))(.*)");
  private static final Pattern COMPUTED = Pattern.compile("\\$\\(|`|%\\(|\\$\\{\\w+[^\\w}]|~");
  private static final Pattern CALL = Pattern.compile("\\$(?:\\{(\\w+)}|(\\w+))");

  /** Set by rpm (see {@code ___build_pre} in its macros). */
  private static final String BUILD_DIRECTORY = "RPM_BUILD_DIR";

  private final Map<String, WorkingDirectory> directories = new HashMap<>();
  private final Map<String, String> texts = new HashMap<>();
  private final Set<String> loops = new HashSet<>();

  /** Notes an assignment; one that may not run makes the variable unknown. */
  void set(String name, String value, WorkingDirectory here, boolean certain) {
    directories.remove(name);
    texts.remove(name);
    loops.remove(name);
    if (!certain) {
      return;
    }
    if (value.matches("\\$\\(pwd\\)|`pwd`|\\$PWD|\\$\\{PWD}")) {
      directories.put(name, here);
    } else if (!value.contains("$") && !COMPUTED.matcher(value).find()) {
      texts.put(name, value);
    }
  }

  /** Notes the variable of a loop: a name below the present directory. */
  void loop(String name) {
    directories.remove(name);
    texts.remove(name);
    loops.add(name);
  }

  WorkingDirectory resolve(WorkingDirectory here, WorkingDirectory previous, String path) {
    if (path.equals("-")) {
      return previous;
    }
    Matcher leading = LEADING.matcher(path);
    if (leading.matches()) {
      String name = leading.group(1) != null ? leading.group(1) : leading.group(2);
      name = name == null ? "PWD" : name;
      String rest = leading.group(4).replaceFirst("^/+", "");
      WorkingDirectory base = base(name, here, previous);
      return rest.isEmpty() ? base : base.paths().isEmpty() ? base : below(base, rest);
    }
    return below(here, path);
  }

  private WorkingDirectory base(String name, WorkingDirectory here, WorkingDirectory previous) {
    if (name.equals("PWD")) {
      return here;
    } else if (name.equals("OLDPWD")) {
      return previous;
    } else if (name.equals(BUILD_DIRECTORY)) {
      return WorkingDirectory.START;
    } else if (directories.containsKey(name)) {
      return directories.getOrDefault(name, here);
    } else if (texts.containsKey(name)) {
      return below(here, texts.getOrDefault(name, ""));
    }
    return loops.contains(name) ? here.enter("$" + name) : WorkingDirectory.UNKNOWN;
  }

  /** A variable in the middle of a path is a part of a name. */
  private WorkingDirectory below(WorkingDirectory here, String path) {
    Matcher call = CALL.matcher(path);
    StringBuilder text = new StringBuilder();
    while (call.find()) {
      String name = call.group(1) == null ? call.group(2) : call.group(1);
      String value = texts.getOrDefault(name, call.group());
      call.appendReplacement(text, Matcher.quoteReplacement(value));
    }
    String whole = call.appendTail(text).toString();
    return COMPUTED.matcher(whole).find() ? WorkingDirectory.UNKNOWN : here.enter(whole);
  }
}
