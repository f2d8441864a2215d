// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.netns;

import io.github.twlen.Messages;
import io.github.twlen.process.Command;
import io.github.twlen.survey.advice.Advice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Rewrites the commands of advice for another network namespace: now through nsenter, for good in
 * the form of its orchestrator. Sysctls that all namespaces share stay commands of the host.
 *
 * @param common names of files below {@code /proc} that the namespace does not have for itself
 * @param release of the kernel
 * @param files of the namespace
 */
public record ContainerSysctls(
    NetNamespace space, Set<String> common, String release, List<String> files, Messages messages) {
  private static final Pattern SET = Pattern.compile("sysctl -w ([\\w.]+)=\"?(.*?)\"?");
  private static final Pattern CLEAR = Pattern.compile("echo > /proc/sys/([\\w/]+)");
  private static final Pattern KEEP = Pattern.compile("echo '([\\w.]+) = (.*)' >>? \\S+");
  private static final Pattern REMOVE = Pattern.compile("(?:rm|sed -i) .*/etc/sysctl.*");
  private static final Pattern LOOK = Pattern.compile("(?:ss|nstat|ip) .*");
  private static final String NO_CONTAINER = "netns";

  /** Copies the collections. */
  public ContainerSysctls {
    common = Set.copyOf(common);
    files = List.copyOf(files);
  }

  /** Returns the advice for the namespace. */
  public List<Advice> adapt(List<Advice> all) {
    return space.belongsToHost() ? all : all.stream().map(this::adapt).toList();
  }

  private Advice adapt(Advice one) {
    List<String> commands = new ArrayList<>();
    for (String command : one.commands()) {
      commands.addAll(now(command));
    }
    List<String> undo = new ArrayList<>();
    for (String command : one.undo()) {
      if (!isRemovalOfOwn(command)) {
        undo.addAll(now(command));
      }
    }
    return new Advice(
        one.remedy(),
        one.standing(),
        one.reason(),
        one.effect(),
        commands,
        one.risk(),
        one.harm(),
        persist(one.persist()),
        undo);
  }

  private List<String> now(String command) {
    String name = name(command);
    if (name != null) {
      return isOwn(name)
          ? List.of(inside(command))
          : List.of("# " + messages.text("netns.common", "name", name), command);
    }
    return LOOK.matcher(command).matches() ? List.of(inside(command)) : List.of(command);
  }

  private static @Nullable String name(String command) {
    Matcher set = SET.matcher(command);
    if (set.matches()) {
      return set.group(1);
    }
    Matcher clear = CLEAR.matcher(command);
    return clear.matches() ? clear.group(1).replace('/', '.') : null;
  }

  private boolean isOwn(String name) {
    return !common.contains("sys/" + name.replace('.', '/'))
        && SysctlTable.isNamespaced(name, release);
  }

  private boolean isRemovalOfOwn(String command) {
    return REMOVE.matcher(command).matches()
        && SysctlTable.SYSCTLS.keySet().stream()
            .filter(this::isOwn)
            .anyMatch(name -> command.contains(name.substring(name.lastIndexOf('.') + 1)));
  }

  /** Returns a command that runs in the namespace; a redirection needs a shell there. */
  private String inside(String command) {
    String file = files.isEmpty() ? "" : files.get(0);
    String enter = Command.of("nsenter", "--net=" + file).shown() + " ";
    return enter
        + (CLEAR.matcher(command).matches() ? Command.of("sh", "-c", command).shown() : command);
  }

  private List<String> persist(List<String> commands) {
    Map<String, String> own = new LinkedHashMap<>();
    List<String> all = new ArrayList<>();
    for (String command : commands) {
      Matcher keep = KEEP.matcher(command);
      if (keep.matches() && isOwn(keep.group(1))) {
        own.put(keep.group(1), keep.group(2));
      } else {
        all.add(command);
      }
    }
    return own.isEmpty() ? all : forms(own, all);
  }

  private List<String> forms(Map<String, String> own, List<String> others) {
    Container container = space.container();
    String orchestrator = container == null ? null : container.orchestrator();
    String runtime = orchestrator == null ? NO_CONTAINER : orchestrator;
    List<String> all = new ArrayList<>();
    for (SysctlTable.Form form : SysctlTable.FORMS) {
      if (form.runtime().equals(runtime)) {
        all.add(form.of(own) + "  # " + messages.text("form." + form.where()));
      }
    }
    if (runtime.equals("kubernetes")) {
      own.keySet().forEach(name -> all.add(permission(name)));
    }
    all.addAll(others);
    return all;
  }

  private String permission(String name) {
    String since = SysctlTable.safeSince(name);
    return since == null
        ? "--allowed-unsafe-sysctls=" + name + "  # " + messages.text("form.unsafe", "name", name)
        : "# " + messages.text("form.safe", "name", name, "since", since);
  }
}
