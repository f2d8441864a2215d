// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import io.github.twlen.patch.FinTimeoutLine.OwnValue;
import io.github.twlen.patch.FinTimeoutLine.SameMacro;
import io.github.twlen.recipe.TimewaitLength;
import java.util.List;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;

/**
 * Makes the patch that changes the length of TIME_WAIT in one very header, and the one that takes
 * it back. The same input gives the same bytes.
 */
public final class TimewaitPatch {
  private static final String SETTLE_FIN_TIMEOUT =
      "look at TCP_FIN_TIMEOUT in that header; --fin-timeout follow leaves it as it is";

  private final PatchTemplate template;
  private final byte[] header;
  private final HeaderScan scan;
  private final TimewaitDefinition present;

  private TimewaitPatch(PatchTemplate template, byte[] header) {
    this.template = template;
    this.header = header.clone();
    this.scan = HeaderScan.of(this.header);
    this.present = TimewaitDefinition.find(scan);
  }

  /**
   * The patch that gives the header another length.
   *
   * @param template one that does with {@code TCP_FIN_TIMEOUT} what {@code fin} says
   * @param header the bytes of {@code include/net/tcp.h}
   * @throws PatchFailure when the definition is not certain, the lines around it stand more than
   *     once, the template gives something else, or {@link FinTimeout#KEEP} is asked for and the
   *     present value of {@code TCP_FIN_TIMEOUT} is not certain
   */
  public static PatchOutcome render(
      PatchTemplate template, byte[] header, TimewaitLength wanted, FinTimeout fin) {
    TimewaitPatch patch = new TimewaitPatch(template, header);
    patch.checkTemplate(fin);
    FinTimeoutLine then = fin == FinTimeout.KEEP ? patch.kept() : patch.present.finTimeout();
    return patch.towards(wanted.seconds(), then);
  }

  /**
   * The patch that takes {@link #render} back. What it cannot know is how the header was spelled
   * before: {@code (2*30*HZ)}, or a comment that was wrong, comes back as {@code (60*HZ)} and a
   * comment that is right; what mainline and the vendors ship comes back byte by byte.
   *
   * @param template the one of {@link FinTimeout#FOLLOW}, whose words fit this way too
   * @param made the length that the header was given
   * @param stock the length that it had, as a rule {@link TimewaitLength#STOCK}
   * @param fin what was done with {@code TCP_FIN_TIMEOUT}: {@link FinTimeout#KEEP} makes its own
   *     value the macro again
   * @throws PatchFailure when the header holds neither length, or {@code TCP_FIN_TIMEOUT} is not as
   *     {@code fin} leaves it
   */
  public static PatchOutcome reverse(
      PatchTemplate template,
      byte[] header,
      TimewaitLength made,
      TimewaitLength stock,
      FinTimeout fin) {
    TimewaitPatch patch = new TimewaitPatch(template, header);
    patch.checkTemplate(FinTimeout.FOLLOW);
    TimewaitDefinition present = patch.present;
    if (present.seconds() == stock.seconds()) {
      return patch.towards(stock.seconds(), present.finTimeout());
    }
    if (present.seconds() != made.seconds()) {
      throw PatchFailure.at(
          patch.line(present.line()),
          "holds %d s and not the %s that are to be taken back".formatted(present.seconds(), made),
          "give the length that this header holds, or unpack the source again");
    }
    FinTimeoutLine then =
        fin == FinTimeout.KEEP ? patch.sameMacroAgain(stock.seconds()) : present.finTimeout();
    return patch.towards(stock.seconds(), then);
  }

  private void checkTemplate(FinTimeout fin) {
    if (template.finTimeout() != fin) {
      throw PatchTemplate.failure(
          template.name(),
          1,
          fin == FinTimeout.KEEP
              ? "this template does not change TCP_FIN_TIMEOUT, so it cannot keep its value"
              : "this template changes TCP_FIN_TIMEOUT, which is to stay as it is");
    }
  }

  private FinTimeoutLine kept() {
    FinTimeoutLine now = present.finTimeout();
    if (now instanceof SameMacro same) {
      return new OwnValue(same.line(), present.seconds());
    }
    if (now instanceof FinTimeoutLine.Uncertain uncertain) {
      throw PatchFailure.at(
          line(uncertain.line()), "cannot be kept: " + uncertain.why(), SETTLE_FIN_TIMEOUT);
    }
    if (now instanceof FinTimeoutLine.Absent) {
      throw PatchFailure.at(
          line(present.line()),
          "beside it there is no TCP_FIN_TIMEOUT that could be kept",
          SETTLE_FIN_TIMEOUT);
    }
    return now;
  }

  private FinTimeoutLine sameMacroAgain(int stock) {
    if (present.finTimeout() instanceof OwnValue own && own.seconds() == stock) {
      return new SameMacro(own.line());
    }
    throw PatchFailure.at(
        line(present.line()),
        "beside it TCP_FIN_TIMEOUT has no value of its own of " + stock + " s",
        "if the header was patched with --fin-timeout follow, take it back with follow too");
  }

  private PatchOutcome towards(int seconds, FinTimeoutLine fin) {
    OptionalInt finSeconds = fin.seconds(seconds);
    String sentence = FinTimeoutSentence.of(present, seconds, fin);
    if (seconds == present.seconds() && fin.equals(present.finTimeout())) {
      return new PatchOutcome.Already(present, finSeconds, sentence);
    }
    SortedMap<Integer, String> edits =
        template
            .editsOn(scan.lines(), present.line(), present.seconds(), seconds)
            .orElseGet(() -> respelled(seconds, fin));
    byte[] after = edited(edits);
    checkResult(TimewaitDefinition.find(after), seconds, fin);
    Hunk hunk = Hunk.of(scan.lines(), edits);
    checkUnique(hunk);
    byte[] patch = template.rendered(present.seconds(), seconds, hunk);
    return new PatchOutcome.Rendered(
        patch, header.clone(), after, present, seconds, finSeconds, sentence);
  }

  /**
   * The edits where the template's lines are not those of the tree: the tree's own lines with other
   * numbers. So a vendor's spelling, blanks and words stay, and the patch still applies without
   * fuzz.
   */
  private SortedMap<Integer, String> respelled(int seconds, FinTimeoutLine fin) {
    SortedMap<Integer, String> edits = new TreeMap<>();
    if (!fin.equals(present.finTimeout())) {
      HeaderScan.Define own =
          scan.defines(FinTimeoutLine.MACRO).stream()
              .filter(d -> d.compileState() == CompileState.COMPILED)
              .findFirst()
              .orElseThrow();
      String value =
          fin instanceof OwnValue v ? "(" + v.seconds() + "*HZ)" : TimewaitDefinition.MACRO;
      edits.put(own.number(), own.withValue(value));
    }
    HeaderScan.Define define = TimewaitDefinition.define(scan);
    JiffiesExpression value = JiffiesExpression.parse(define.value()).orElseThrow();
    edits.put(define.number(), define.withValue(value.withSeconds(seconds)));
    correctComment(scan.withComment(define.line()), seconds, edits);
    return edits;
  }

  private static void correctComment(
      List<SourceLine> lines, int seconds, SortedMap<Integer, String> edits) {
    for (SourceLine line : lines) {
      String text = edits.getOrDefault(line.number(), line.text());
      Matcher told = TimewaitDefinition.TOLD.matcher(text);
      if (told.find()) {
        edits.put(line.number(), told.replaceFirst(Integer.toString(seconds)));
        return;
      }
    }
  }

  private byte[] edited(SortedMap<Integer, String> edits) {
    return SourceLine.join(
        scan.lines().stream()
            .map(line -> line.withText(edits.getOrDefault(line.number(), line.text())))
            .toList());
  }

  private void checkUnique(Hunk hunk) {
    int places = hunk.fitsIn(scan.lines());
    if (places != 1) {
      throw PatchFailure.at(
          line(present.line()),
          "these lines stand "
              + places
              + " times in the file, and a patch could hit the wrong ones",
          "remove the copies that are not compiled, then run twlen again");
    }
  }

  /** A template is a user's file: it is believed only when its result reads as was asked. */
  private void checkResult(TimewaitDefinition result, int seconds, FinTimeoutLine fin) {
    if (result.seconds() != seconds || !result.finTimeout().equals(fin)) {
      throw PatchTemplate.failure(
          template.name(),
          1,
          "its result has a TIME_WAIT of %d s, and TCP_FIN_TIMEOUT is %s"
              .formatted(result.seconds(), result.finTimeout()));
    }
  }

  private SourceLine line(int number) {
    return scan.lines().get(number - 1);
  }
}
