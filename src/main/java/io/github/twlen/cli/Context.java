// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import io.github.twlen.Messages;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.RunContext;
import io.github.twlen.workspace.Workspace;
import io.github.twlen.workspace.XdgDirectories;
import java.io.OutputStream;
import java.lang.reflect.Constructor;
import java.util.Locale;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;

/**
 * The terminal, the directories and the language of a run. As picocli's factory it passes itself to
 * commands with a constructor for it.
 */
public record Context(Console console, XdgDirectories folders, CommandRunner runner, Locale locale)
    implements IFactory {
  public static Context of(OutputStream out, OutputStream err, Map<String, String> environment) {
    return new Context(
        Console.of(out, err, environment),
        XdgDirectories.of(environment),
        new CommandRunner(),
        Messages.locale(environment));
  }

  /** Returns the services of a run. */
  public RunContext run() {
    return new RunContext(workspace(), runner, console);
  }

  /** Returns the cache. */
  public Workspace workspace() {
    return new Workspace(folders.cache(), console);
  }

  @Override
  public <K> K create(Class<K> type) throws Exception {
    for (Constructor<?> constructor : type.getDeclaredConstructors()) {
      Class<?>[] wanted = constructor.getParameterTypes();
      if (wanted.length == 1 && wanted[0] == Context.class) {
        // The constructors of commands are package-private.
        constructor.setAccessible(true);
        return type.cast(constructor.newInstance(this));
      }
    }
    return CommandLine.defaultFactory().create(type);
  }
}
