// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import io.github.twlen.ExitCode;
import io.github.twlen.cli.Context;
import io.github.twlen.cli.option.CommonOptions;
import io.github.twlen.cli.option.HelpOption;
import io.github.twlen.cli.view.Json;
import io.github.twlen.rebuild.Cache;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code twlen cache list | prune}. */
@Command(
    name = "cache",
    description = "List or delete cached sources and work trees.",
    subcommands = {CacheCommand.ListEntries.class, CacheCommand.Prune.class})
final class CacheCommand {
  @Mixin HelpOption help = new HelpOption();

  @Command(name = "list", description = "List the cached sources and work trees with their sizes.")
  static final class ListEntries implements Callable<Integer> {
    private final Context context;
    @Mixin private CommonOptions common = new CommonOptions();

    ListEntries(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      common.apply(context.console());
      List<Cache.Entry> entries = new Cache(context.workspace()).list();
      if (common.json) {
        context.console().print(Json.text(entries));
      } else {
        entries.forEach(e -> context.console().print(line(e)));
      }
      return ExitCode.DONE.code();
    }
  }

  @Command(name = "prune", description = "Delete all cached sources and work trees.")
  static final class Prune implements Callable<Integer> {
    private final Context context;
    @Mixin private CommonOptions common = new CommonOptions();

    Prune(Context context) {
      this.context = context;
    }

    @Override
    public Integer call() {
      common.apply(context.console());
      List<Cache.Entry> entries = new Cache(context.workspace()).prune();
      if (common.json) {
        context.console().print(Json.text(entries));
      } else {
        entries.forEach(e -> context.console().print("removed " + line(e)));
      }
      return ExitCode.DONE.code();
    }
  }

  private static String line(Cache.Entry entry) {
    return String.format("%8d MiB  %s%n", entry.bytes() >> 20, entry.name());
  }
}
