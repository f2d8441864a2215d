// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import io.github.twlen.Message;
import io.github.twlen.patch.FinTimeoutMacro.Absent;
import io.github.twlen.patch.FinTimeoutMacro.OwnValue;
import io.github.twlen.patch.FinTimeoutMacro.SameMacro;
import io.github.twlen.patch.FinTimeoutMacro.Uncertain;
import io.github.twlen.recipe.TimewaitLength;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Makes the patch that changes the length of TIME_WAIT in one header, and the one that reverses it.
 * The same input gives the same bytes.
 */
public final class TimewaitPatch {
  private static final Pattern COMMENT =
      Pattern.compile("(?<=\\babout )\\d{1,9}(?= ?(?:seconds|secs?|s)\\b)");

  private static final String USE_FOLLOW = "pass --fin-timeout follow to keep it";

  private final PatchTemplate template;
  private final HeaderScan scan;
  private final TimewaitDefinition present;

  private TimewaitPatch(PatchTemplate template, byte[] header, FinTimeout fin) {
    this.template = template;
    this.scan = HeaderScan.of(header);
    this.present = TimewaitDefinition.find(scan);
    if (template.finTimeout() != fin) {
      throw PatchFailure.ofTemplate(
          template.name(),
          1,
          fin == FinTimeout.KEEP
              ? "it does not change TCP_FIN_TIMEOUT, so it cannot keep its value"
              : "it changes TCP_FIN_TIMEOUT, which --fin-timeout follow does not allow");
    }
  }

  /**
   * Returns the patch that gives a header another length.
   *
   * @param template one whose treatment of {@code TCP_FIN_TIMEOUT} is {@code fin}
   * @param header the bytes of {@code include/net/tcp.h}
   * @throws PatchFailure when the definition is not certain, the lines around it occur more than
   *     once, the template gives another result, or {@link FinTimeout#KEEP} is requested and the
   *     present value of {@code TCP_FIN_TIMEOUT} is not certain
   */
  public static PatchOutcome render(
      PatchTemplate template, byte[] header, TimewaitLength wanted, FinTimeout fin) {
    TimewaitPatch patch = new TimewaitPatch(template, header, fin);
    FinTimeoutMacro after = fin == FinTimeout.KEEP ? patch.kept() : patch.present.finTimeout();
    return patch.towards(wanted.seconds(), after);
  }

  /**
   * Returns the patch that reverses {@link #render}. It cannot restore an unusual spelling: {@code
   * (2*30*HZ)} comes back as {@code (60*HZ)}, and a wrong comment comes back right. The headers of
   * mainline and of the vendors come back byte by byte.
   *
   * @param template the one of {@link FinTimeout#FOLLOW}, which fits in both directions
   * @param made the present length
   * @param stock the length to restore, usually {@link TimewaitLength#STOCK}
   * @param fin how the header was patched: {@link FinTimeout#KEEP} restores the macro, also where
   *     the length was reversed without it
   * @throws PatchFailure when the header has neither length, or {@code TCP_FIN_TIMEOUT} is not as
   *     {@code fin} leaves it
   */
  public static PatchOutcome reverse(
      PatchTemplate template,
      byte[] header,
      TimewaitLength made,
      TimewaitLength stock,
      FinTimeout fin) {
    TimewaitPatch patch = new TimewaitPatch(template, header, FinTimeout.FOLLOW);
    TimewaitDefinition present = patch.present;
    if (present.seconds() == stock.seconds()) {
      boolean half =
          fin == FinTimeout.KEEP && present.ownFinTimeout().equals(OptionalInt.of(stock.seconds()));
      return patch.towards(stock.seconds(), half ? new SameMacro() : present.finTimeout());
    }
    if (present.seconds() != made.seconds()) {
      throw PatchFailure.at(
          patch.line(),
          "the length is %d s, not the %s to reverse".formatted(present.seconds(), made),
          "pass --seconds " + present.seconds() + ", or unpack the source again");
    }
    boolean follow = fin == FinTimeout.FOLLOW;
    FinTimeoutMacro after = follow ? present.finTimeout() : patch.restored(stock.seconds());
    return patch.towards(stock.seconds(), after);
  }

  private FinTimeoutMacro kept() {
    FinTimeoutMacro now = present.finTimeout();
    if (now instanceof Uncertain uncertain) {
      throw PatchFailure.ofHeader(
          ": cannot keep TCP_FIN_TIMEOUT: " + uncertain.reason(), USE_FOLLOW);
    }
    if (now instanceof Absent) {
      throw PatchFailure.at(line(), "no TCP_FIN_TIMEOUT to keep in this header", USE_FOLLOW);
    }
    return now instanceof SameMacro ? new OwnValue(present.seconds()) : now;
  }

  private FinTimeoutMacro restored(int stock) {
    if (present.finTimeout() instanceof OwnValue own && own.seconds() == stock) {
      return new SameMacro();
    }
    throw PatchFailure.at(
        line(),
        "TCP_FIN_TIMEOUT is not %d s, so it was not patched with keep".formatted(stock),
        "pass --fin-timeout follow");
  }

  private PatchOutcome towards(int seconds, FinTimeoutMacro fin) {
    Message note = FinTimeoutMacro.note(present, seconds, fin);
    if (seconds == present.seconds() && fin.equals(present.finTimeout())) {
      return new PatchOutcome.Already(present, fin.seconds(seconds), note);
    }
    SortedMap<Integer, String> edits =
        seconds == present.seconds()
            ? respelled(seconds, fin)
            : template
                .editsOn(scan.lines(), present.line(), present.seconds(), seconds)
                .orElseGet(() -> respelled(seconds, fin));
    byte[] after = SourceLine.join(scan.lines().stream().map(line -> line.edited(edits)).toList());
    checkResult(TimewaitDefinition.find(after), seconds, fin);
    Hunk hunk = Hunk.of(scan.lines(), edits);
    long places = hunk.placesIn(scan.lines());
    if (places != 1) {
      throw PatchFailure.at(
          line(),
          "these lines occur " + places + " times, so a patch could change the wrong ones",
          "remove the copies that are not compiled, then rerun");
    }
    byte[] patch = template.rendered(present.seconds(), seconds, hunk);
    return new PatchOutcome.Rendered(
        patch,
        Map.of(TimewaitLength.HEADER, after),
        List.of(),
        present,
        seconds,
        fin.seconds(seconds),
        note);
  }

  /**
   * Returns the edits where the template's lines differ from those of the tree: the tree's own
   * lines with other numbers. A vendor's spelling is kept, and the patch applies without fuzz.
   */
  private SortedMap<Integer, String> respelled(int seconds, FinTimeoutMacro fin) {
    SortedMap<Integer, String> edits = new TreeMap<>();
    if (!fin.equals(present.finTimeout())) {
      HeaderScan.Define own = scan.onlyDefine(FinTimeoutMacro.NAME).orElseThrow();
      String value =
          fin instanceof OwnValue v ? "(" + v.seconds() + "*HZ)" : TimewaitDefinition.MACRO;
      edits.put(own.source().number(), own.withValue(value));
    }
    HeaderScan.Define define = TimewaitDefinition.define(scan);
    edits.put(present.line(), define.withValue(define.jiffies().withSeconds(seconds)));
    for (SourceLine line : scan.withComment(define.line())) {
      Matcher comment = COMMENT.matcher(edits.getOrDefault(line.number(), line.text()));
      if (comment.find()) {
        edits.put(line.number(), comment.replaceFirst(Integer.toString(seconds)));
        break;
      }
    }
    return edits;
  }

  /** A template may come from the user, so its result is checked. */
  private void checkResult(TimewaitDefinition result, int seconds, FinTimeoutMacro fin) {
    if (result.seconds() != seconds || !result.finTimeout().equals(fin)) {
      String why = "it results in a TIME_WAIT of %d s and a TCP_FIN_TIMEOUT of %s";
      throw PatchFailure.ofTemplate(
          template.name(), 1, why.formatted(result.seconds(), result.finTimeout()));
    }
  }

  private SourceLine line() {
    return scan.lines().get(present.line() - 1);
  }
}
