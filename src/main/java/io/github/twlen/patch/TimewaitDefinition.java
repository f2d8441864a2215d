// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import io.github.twlen.recipe.TimewaitLength;
import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one definition of {@code TCP_TIMEWAIT_LEN} in a kernel's {@code include/net/tcp.h}.
 *
 * @param line the line of the {@code #define}, counted from 1
 * @param lines that line and those of the comment that begins on it, without line ends, each byte
 *     one character (ISO-8859-1)
 * @param spelling the value as it stands, such as {@code (60*HZ)}
 * @param seconds the value
 * @param commentSeconds what its comment says ("about 60 seconds"), if it says anything; nothing
 *     keeps that true but care
 * @param finTimeout how the same header defines {@code TCP_FIN_TIMEOUT}
 * @param lingerHasLimit whether the same header defines {@code TCP_FIN_TIMEOUT_MAX}, as it does
 *     since Linux 5.8 and in later 4.19: the most that {@code TCP_LINGER2} takes, which is {@code
 *     tcp_fin_timeout} in kernels without it ({@code do_tcp_setsockopt()} in {@code
 *     net/ipv4/tcp.c})
 */
public record TimewaitDefinition(
    int line,
    List<String> lines,
    String spelling,
    int seconds,
    OptionalInt commentSeconds,
    FinTimeoutLine finTimeout,
    boolean lingerHasLimit) {
  /** The macro's name. */
  public static final String MACRO = "TCP_TIMEWAIT_LEN";

  /** Where it is defined, from the root of a kernel tree. */
  public static final String HEADER = TimewaitLength.HEADER;

  private static final String LINGER_LIMIT = "TCP_FIN_TIMEOUT_MAX";

  /** How the comment tells the value. */
  static final Pattern TOLD = Pattern.compile("(?<=\\babout )\\d{1,9}(?= ?(?:seconds|secs?|s)\\b)");

  private static final String BY_HAND =
      "change that header by hand so that it has one plain line `#define "
          + MACRO
          + " (60*HZ)`, then run twlen again";

  /** Copies what it is given. */
  public TimewaitDefinition {
    lines = List.copyOf(lines);
  }

  /** The lines of the comment below the {@code #define}; empty when it ends on the same line. */
  public List<String> commentLines() {
    return lines.subList(1, lines.size());
  }

  /**
   * Finds it.
   *
   * @param header the bytes of {@code include/net/tcp.h}
   * @throws PatchFailure when it is missing, ambiguous, or its meaning is not certain
   */
  public static TimewaitDefinition find(byte[] header) {
    return find(HeaderScan.of(header));
  }

  static TimewaitDefinition find(HeaderScan header) {
    HeaderScan.Define define = define(header);
    JiffiesExpression value = value(define);
    List<String> lines = header.withComment(define.line()).stream().map(SourceLine::text).toList();
    OptionalInt told =
        lines.stream()
            .map(TOLD::matcher)
            .filter(Matcher::find)
            .mapToInt(m -> Integer.parseInt(m.group()))
            .findFirst();
    return new TimewaitDefinition(
        define.number(),
        lines,
        value.spelling(),
        value.seconds(),
        told,
        FinTimeoutReader.in(header),
        header.defines(LINGER_LIMIT).stream()
            .anyMatch(d -> d.compileState() != CompileState.DROPPED));
  }

  /** The line that counts. */
  static HeaderScan.Define define(HeaderScan header) {
    List<HeaderScan.Define> live =
        header.defines(MACRO).stream()
            .filter(d -> d.compileState() != CompileState.DROPPED)
            .toList();
    if (live.isEmpty()) {
      throw missing(header);
    }
    HeaderScan.Define first = live.get(0);
    if (live.size() > 1) {
      SourceLine second = live.get(1).line().source();
      throw PatchFailure.at(
          second, MACRO + " is already defined in line " + first.number(), BY_HAND);
    }
    if (first.compileState() == CompileState.CONDITIONAL) {
      throw PatchFailure.at(
          first.line().source(),
          "stands inside an #if, so it is not certain that it counts",
          BY_HAND);
    }
    Pattern undefined = Pattern.compile("#\\s*undef\\s+" + MACRO + "(?![A-Za-z0-9_])");
    List<CodeLine> undoing = header.codeWith(undefined, p -> p != CompileState.DROPPED);
    if (!undoing.isEmpty()) {
      throw PatchFailure.at(undoing.get(0).source(), "takes the definition back", BY_HAND);
    }
    return first;
  }

  private static JiffiesExpression value(HeaderScan.Define define) {
    SourceLine line = define.line().source();
    if (define.line().continued()) {
      throw PatchFailure.at(line, "goes on in the next line with a backslash", BY_HAND);
    }
    if (define.hasParameters()) {
      throw PatchFailure.at(line, "is a macro with parameters", BY_HAND);
    }
    return JiffiesExpression.parse(define.value())
        .orElseThrow(
            () ->
                PatchFailure.at(
                    line, "the value is not whole seconds times HZ, such as (60*HZ)", BY_HAND));
  }

  private static PatchFailure missing(HeaderScan header) {
    List<HeaderScan.Define> dropped = header.defines(MACRO);
    if (!dropped.isEmpty()) {
      return PatchFailure.at(
          dropped.get(0).line().source(), "stands only in a part that is never compiled", BY_HAND);
    }
    Pattern define = Pattern.compile("#\\s*define\\s+" + MACRO + "\\b");
    for (SourceLine line : header.lines()) {
      if (define.matcher(line.text()).find()) {
        return PatchFailure.at(line, "stands only in a comment or behind a backslash", BY_HAND);
      }
    }
    return new PatchFailure(
        HEADER + ": there is no `#define " + MACRO + "`",
        "check that this is the " + HEADER + " of a Linux kernel");
  }
}
