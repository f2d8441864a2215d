// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import io.github.twlen.recipe.TimewaitLength;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A header and a patch to make of it.
 *
 * @param standard whether reversing the patch gives the same bytes, as in mainline and vendor trees
 */
record PatchCase(
    String name, ToyHeader toy, TimewaitLength wanted, FinTimeout fin, boolean standard) {

  /** Returns families, spellings and lengths, each with both treatments of TCP_FIN_TIMEOUT. */
  static List<PatchCase> all() {
    Map<String, ToyHeader> standard = new TreeMap<>();
    Map<String, ToyHeader> odd = new TreeMap<>();
    for (Map.Entry<String, ToyHeader> family :
        Map.of("2.6", ToyHeader.V2_6, "3.10", ToyHeader.V3_10).entrySet()) {
      standard.putAll(standardSpellings(family.getKey(), family.getValue()));
      odd.putAll(oddSpellings(family.getKey(), family.getValue()));
    }
    List<PatchCase> cases = new ArrayList<>();
    standard.forEach((name, header) -> cases.addAll(asked(name, header, true)));
    odd.forEach((name, header) -> cases.addAll(asked(name, header, false)));
    return cases;
  }

  private static Map<String, ToyHeader> standardSpellings(String family, ToyHeader toy) {
    String oneLine = "#define TCP_TIMEWAIT_LEN (60*HZ) /* about 60 seconds */\n";
    return Map.of(
        family,
        toy,
        family + " blanks",
        toy.value("(60 * HZ)", 60),
        family + " bare",
        toy.value("60*HZ", 60),
        family + " turned",
        toy.value("(HZ*60)", 60),
        family + " one line",
        toy.defined(oneLine),
        family + " no comment",
        toy.defined("#define TCP_TIMEWAIT_LEN (60*HZ)\n"),
        family + " CRLF",
        toy.withCrlf(),
        family + " cut",
        toy.fin(ToyHeader.FIN).withoutFinalNewline(),
        family + " cut CRLF",
        toy.fin(ToyHeader.FIN).withoutFinalNewline().withCrlf(),
        family + " apart",
        toy.fin("\n#define TOY 1\n" + ToyHeader.FIN));
  }

  private static Map<String, ToyHeader> oddSpellings(String family, ToyHeader toy) {
    return Map.of(
        family + " product", toy.value("(2*30*HZ)", 60),
        family + " wrong comment", toy.value("(7*HZ)", 60),
        family + " own fin", toy.fin("#define TCP_FIN_TIMEOUT (3*60*HZ) /* BSD */\n"));
  }

  private static List<PatchCase> asked(String name, ToyHeader toy, boolean standard) {
    List<PatchCase> cases = new ArrayList<>();
    for (int seconds : new int[] {2, 15, 600, TimewaitLength.GREATEST}) {
      for (FinTimeout fin : FinTimeout.values()) {
        String title = name + ", " + seconds + " s, " + fin;
        TimewaitLength wanted = new TimewaitLength(seconds);
        cases.add(new PatchCase(title, toy, wanted, fin, standard));
      }
    }
    return cases;
  }

  /** Returns the packed template. */
  static PatchTemplate template(FinTimeout fin) {
    String resource = "/patches/" + fin.templateName();
    try (InputStream in = PatchCase.class.getResourceAsStream(resource)) {
      return PatchTemplate.parse(
          fin.templateName(), Objects.requireNonNull(in, resource).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the seconds in the comment of a toy header; empty when it has no such comment. */
  static OptionalInt commentSeconds(byte[] header) {
    Matcher comment =
        Pattern.compile("\\babout (\\d+) s")
            .matcher(new String(header, StandardCharsets.ISO_8859_1));
    return comment.find()
        ? OptionalInt.of(Integer.parseInt(comment.group(1)))
        : OptionalInt.empty();
  }

  byte[] header() {
    return toy.bytes();
  }

  PatchOutcome.Rendered rendered() {
    return (PatchOutcome.Rendered) render(header());
  }

  PatchOutcome render(byte[] from) {
    return TimewaitPatch.render(template(fin), from, wanted, fin);
  }

  PatchOutcome reverse(byte[] from) {
    PatchTemplate template = template(FinTimeout.FOLLOW);
    return TimewaitPatch.reverse(template, from, wanted, TimewaitLength.STOCK, fin);
  }

  @Override
  public String toString() {
    return name;
  }
}
