// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import io.github.twlen.ExitCode;
import io.github.twlen.cli.Context;
import io.github.twlen.cli.option.CommonOptions;
import io.github.twlen.cli.option.HelpOption;
import io.github.twlen.cli.view.Json;
import io.github.twlen.host.doctor.ByteSize;
import io.github.twlen.rebuild.Cache;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code twlen cache list | prune}. */
@Command(
    name = "cache",
    description = "List or delete the cache: sources, work trees, reports and results.")
final class CacheCommand {
  private final Context context;
  @Mixin HelpOption help = new HelpOption();

  CacheCommand(Context context) {
    this.context = context;
  }

  @Command(
      name = "list",
      description = {
        "List the entries of the cache with their sizes: sources, work trees, reports without"
            + " --output, and results of guests and surveys."
      })
  int list(@Mixin CommonOptions common) {
    common.apply(context.console());
    return print(common, "", new Cache(context.workspace()).list());
  }

  @Command(
      name = "prune",
      description = {
        "Delete every entry that `cache list` shows: sources, work trees, reports without --output,"
            + " and results. Only pins of --trust-on-first-use remain."
      })
  int prune(@Mixin CommonOptions common) {
    common.apply(context.console());
    return print(common, "removed ", new Cache(context.workspace()).prune());
  }

  private int print(CommonOptions common, String prefix, List<Cache.Entry> entries) {
    if (common.json) {
      context.console().print(Json.text(entries));
    } else {
      for (Cache.Entry entry : entries) {
        String line = String.format("%12s  %s%n", ByteSize.of(entry.bytes()), entry.name());
        context.console().print(prefix + line);
      }
    }
    return ExitCode.DONE.code();
  }
}
