// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import io.github.twlen.ExitCode;
import io.github.twlen.Message;
import io.github.twlen.cli.Context;
import io.github.twlen.cli.completion.Candidates;
import io.github.twlen.cli.option.CommonOptions;
import io.github.twlen.cli.option.SourceOptions;
import io.github.twlen.cli.view.Json;
import io.github.twlen.source.KernelSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code twlen fetch}. */
@Command(
    name = "fetch",
    description = "Download a source into the cache, and verify it.",
    sortOptions = false)
final class FetchCommand implements Callable<Integer> {
  private static final Message NOT_VERIFIED = Message.of(KernelSource.class, "verified.none");

  private final Context context;
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      paramLabel = "RECIPE",
      completionCandidates = Candidates.Recipes.class,
      arity = "0..1",
      defaultValue = "distro",
      description = "Recipe (name or file), tarball or source RPM. Default: ${DEFAULT-VALUE}.")
  private String recipe = "distro";

  @Mixin private SourceOptions options = new SourceOptions();

  FetchCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    common.apply(context.console());
    KernelSource source = options.fetch(recipe, common.book(context), context);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("source", source.location().toString());
    answer.put("kernel", source.kernelVersion().text());
    answer.put("origin", source.origin());
    answer.put("sha256", source.digest());
    answer.put("proof", source.proof());
    if (common.json) {
      context.console().print(Json.text(answer));
    } else {
      answer.put(
          "proof", source.proof().isEmpty() ? NOT_VERIFIED : Message.joined("; ", source.proof()));
      answer.forEach((k, v) -> context.console().print(String.format("%-8s %s%n", k, v)));
    }
    return ExitCode.DONE.code();
  }
}
