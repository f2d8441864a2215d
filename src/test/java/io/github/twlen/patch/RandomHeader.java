// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import io.github.twlen.recipe.TimewaitLength;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Makes random, valid headers; the same seed gives the same header. */
final class RandomHeader {
  private static final List<String> BLOCKS =
      List.of(
          "#if 0\n#define TCP_TIMEWAIT_LEN (7*HZ)\n#endif\n",
          "#ifdef CONFIG_TOY\n#define TOY 1\n#else\n#define TOY 2\n#endif\n",
          "/* #define TCP_TIMEWAIT_LEN (9*HZ)\n * in a comment */\n",
          "#define TOY_LONG \\\n\t(60*HZ)\n",
          "static const char *toy = \"/* no comment\";\n",
          "// a line with TCP_TIMEWAIT_LEN\n");
  private static final List<String> BEFORE = List.of("(", "( ", "", "((");
  private static final List<String> AFTER = List.of(")", " )", "", "))");
  private static final List<String> PRODUCTS = List.of("%d*HZ", "%d * HZ", "HZ*%d", "%dU*HZ");

  private final Random random;
  private final int seconds;
  private final boolean crlf;

  RandomHeader(long seed) {
    random = new Random(seed);
    seconds = 1 + random.nextInt(TimewaitLength.GREATEST);
    crlf = random.nextInt(4) == 0;
  }

  int seconds() {
    return seconds;
  }

  TimewaitLength other() {
    int other = TimewaitLength.LEAST + random.nextInt(TimewaitLength.GREATEST - 1);
    if (other == seconds) {
      other += other == TimewaitLength.LEAST ? 1 : -1;
    }
    return new TimewaitLength(other);
  }

  byte[] bytes() {
    StringBuilder text = new StringBuilder();
    boolean guard = random.nextBoolean();
    text.append(guard ? "#ifndef _TOY_H\n#define _TOY_H\n" : "");
    noise(text);
    text.append("\n".repeat(random.nextInt(3)));
    text.append(definition());
    text.append(random.nextInt(4) == 0 ? "int toy_between;\n" : "");
    text.append("#define TCP_FIN_TIMEOUT\tTCP_TIMEWAIT_LEN\n");
    if (random.nextInt(5) > 0) {
      noise(text);
    }
    text.append(guard ? "#endif\n" : "");
    String all = random.nextInt(4) == 0 ? text.toString().stripTrailing() : text.toString();
    return (crlf ? all.replace("\n", "\r\n") : all).getBytes(StandardCharsets.ISO_8859_1);
  }

  private String definition() {
    int brackets = random.nextInt(BEFORE.size());
    String value =
        BEFORE.get(brackets)
            + PRODUCTS.get(random.nextInt(PRODUCTS.size())).formatted(seconds)
            + AFTER.get(brackets);
    String comment =
        switch (random.nextInt(4)) {
          case 0 -> "";
          case 1 -> " /* about " + seconds + " seconds */";
          case 2 -> "\t// about " + seconds + " s";
          default -> " /* how long\n\t\t * in a row:\n\t\t  * about " + seconds + " seconds\t*/";
        };
    return "#define TCP_TIMEWAIT_LEN " + value + comment + "\n";
  }

  private void noise(StringBuilder text) {
    for (int i = random.nextInt(40); i > 0; i--) {
      if (random.nextInt(8) == 0) {
        text.append(BLOCKS.get(random.nextInt(BLOCKS.size())));
      } else {
        text.append("int toy_").append(i).append("; /* ");
        for (int c = random.nextInt(10); c > 0; c--) {
          text.append((char) (0xa0 + random.nextInt(0x60)));
        }
        text.append(" */\n");
      }
    }
  }
}
