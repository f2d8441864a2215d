// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.command;

import io.github.twlen.ExitCode;
import io.github.twlen.TerminalText;
import io.github.twlen.cli.Context;
import io.github.twlen.cli.option.CommonOptions;
import io.github.twlen.cli.view.ExplainView;
import io.github.twlen.cli.view.Json;
import io.github.twlen.survey.explain.ExplainFailure;
import io.github.twlen.survey.explain.Explained;
import io.github.twlen.survey.explain.LogExplainer;
import io.github.twlen.survey.proc.LineSplitter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code twlen explain}. */
@Command(
    name = "explain",
    description = "Say what a line of a kernel's or a program's log means.",
    sortOptions = false)
final class ExplainCommand implements Callable<Integer> {
  private static final String STDIN = "-";
  private static final int SHOWN = 100;

  /** Of a line, in bytes; no known line is longer. */
  private static final int LONGEST = 1 << 14;

  private final Context context;
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      paramLabel = "LINE",
      arity = "1..*",
      description = "A log line, in quotes; - reads lines from stdin.")
  private List<String> words = new ArrayList<>();

  ExplainCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    common.apply(context.console());
    Locale locale = common.json ? Locale.ROOT : context.locale();
    LogExplainer explainer = new LogExplainer(locale);
    String line = String.join(" ", words);
    if (line.equals(STDIN)) {
      readInput(explainer);
    } else {
      line.lines().forEach(explainer::add);
    }
    Explained explained = explainer.result();
    if (common.json) {
      context.console().printPainted(Json.text(explained));
    }
    if (explained.explanations().isEmpty()) {
      throw unknown(explained, line);
    }
    if (!common.json) {
      context.console().printPainted(ExplainView.of(explained, locale, context.console().colour()));
    }
    return ExitCode.DONE.code();
  }

  private static void readInput(LogExplainer explainer) {
    // Bytes that are not UTF-8 become replacement characters; no known line has them.
    try {
      LineSplitter.read(
          System.in,
          (bytes, from, to, whole) ->
              explainer.add(
                  new String(bytes, from, Math.min(to - from, LONGEST), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new ExplainFailure("cannot read stdin: " + e.getMessage(), "pass the lines again", e);
    }
  }

  private static String unknownLines(long lines) {
    if (lines < 2) {
      return lines == 0 ? "it has no line" : "its only line is unknown";
    }
    return "none of its " + lines + " lines is known";
  }

  private static ExplainFailure unknown(Explained explained, String line) {
    String shown =
        line.equals(STDIN)
            ? "stdin: " + unknownLines(explained.lines())
            : "'" + TerminalText.beginning(TerminalText.line(line), SHOWN) + "': unknown line";
    String fix =
        explained.similar().isEmpty()
            ? "pass a line about sockets, ports or connections, or see `twlen survey`"
            : "compare it with the similar line '" + explained.similar() + "'";
    return new ExplainFailure("cannot explain " + shown, fix, null);
  }
}
