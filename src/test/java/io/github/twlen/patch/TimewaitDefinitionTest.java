// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimewaitDefinitionTest {
  private static final String LINE = "#define TCP_TIMEWAIT_LEN (60*HZ)\n";

  @Test
  void findsLineAndValue() {
    TimewaitDefinition found = TimewaitDefinition.find(ToyHeader.V2_6.bytes());

    assertThat(found.line()).isEqualTo(10);
    assertThat(found.seconds()).isEqualTo(60);
    assertThat(found.finTimeout()).isEqualTo(new FinTimeoutMacro.SameMacro());
  }

  @ParameterizedTest
  @CsvSource({
    "(60*HZ), 60",
    "(60 * HZ), 60",
    "60*HZ, 60",
    "(HZ*60), 60",
    "(2*30*HZ), 60",
    "(2*HZ*30), 60",
    "((15*HZ)), 15",
    "( 15*HZ ), 15",
    "(60U*HZ), 60",
    "(60UL*HZ), 60",
    "(15*60*HZ), 900",
    "(60 /* s */ *HZ), 60",
  })
  void readsCertainSpellings(String spelling, int seconds) {
    byte[] header = bytes("#define TCP_TIMEWAIT_LEN " + spelling + "\n");

    assertThat(TimewaitDefinition.find(header).seconds()).isEqualTo(seconds);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "(TCP_MSL*2)",
        "(HZ/2)",
        "(1.5*HZ)",
        "HZ",
        "(60)",
        "60000",
        "(060*HZ)",
        "(0x3c*HZ)",
        "(60*HZ*HZ)",
        "(60*HZ+1)",
        "(60)*(HZ)",
        "((60*HZ)",
        "(60*HZ))",
        "(60*XHZ)",
        "(-60*HZ)",
        "(99999*99999*HZ)",
        "",
      })
  void rejectsUncertainSpellings(String spelling) {
    assertThatThrownBy(() -> find("\n#define TCP_TIMEWAIT_LEN " + spelling + "\n"))
        .isInstanceOf(PatchFailure.class)
        .hasMessageStartingWith(
            ("cannot patch include/net/tcp.h:2: #define TCP_TIMEWAIT_LEN " + spelling).strip()
                + ": ")
        .hasMessageContaining("not whole seconds times HZ");
  }

  static List<Arguments> uncertain() {
    return List.of(
        Arguments.of("missing", "int x;\n", "tcp.h: no `#define TCP_TIMEWAIT_LEN`"),
        Arguments.of(
            "another name", "#define TCP_TIMEWAIT_LEN_MAX (60*HZ)\n", "tcp.h: no `#define"),
        Arguments.of("twice", LINE + "\n" + LINE, "tcp.h:3: #define TCP_TIMEWAIT_LEN (60*HZ): "),
        Arguments.of("if 0", "#if 0\n" + LINE + "#endif\n", "tcp.h:2: #define TCP"),
        Arguments.of("ifdef", "#ifdef A\n" + LINE + "#endif\n", "tcp.h:2: #define TCP"),
        Arguments.of("own ifndef", "#ifndef TCP_TIMEWAIT_LEN\n" + LINE + "#endif\n", "tcp.h:2: #"),
        Arguments.of(
            "no guard: code follows",
            "#ifndef A\n#define A\n" + LINE + "#endif\nint x;\n",
            "tcp.h:3: #define TCP"),
        Arguments.of(
            "no guard: it has an else",
            "#ifndef A\n#define A\n" + LINE + "#else\n#endif\n",
            "tcp.h:3: #define TCP"),
        Arguments.of("if 1 elif", "#if 1\n#elif B\n" + LINE + "#endif\n", "tcp.h:3: #define TCP"),
        Arguments.of("else of if 1", "#if 1\n#else\n" + LINE + "#endif\n", "never compiled"),
        Arguments.of("nested", "#if 0\n#ifdef A\n" + LINE + "#endif\n#endif\n", "never compiled"),
        Arguments.of(
            "beside one in an if", LINE + "#ifdef A\n" + LINE + "#endif\n", "tcp.h:3: #define TCP"),
        Arguments.of(
            "comment", "/*\n" + LINE + "*/\n", "tcp.h:2: #define TCP_TIMEWAIT_LEN (60*HZ):"),
        Arguments.of("line comment", "// " + LINE, "only in a comment"),
        Arguments.of(
            "undef", LINE + "#undef TCP_TIMEWAIT_LEN\n", "tcp.h:2: #undef TCP_TIMEWAIT_LEN:"),
        Arguments.of("backslash", "#define TCP_TIMEWAIT_LEN \\\n\t(60*HZ)\n", "with a backslash"),
        Arguments.of("CRLF backslash", "#define TCP_TIMEWAIT_LEN \\\r\n(60*HZ)\r\n", "a backslash"),
        Arguments.of("part of a macro", "#define A \\\n" + LINE, "after a backslash"),
        Arguments.of("parameters", "#define TCP_TIMEWAIT_LEN(60*HZ)\n", "with parameters"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("uncertain")
  void rejectsAmbiguousDefinitions(String name, String header, String message) {
    assertThatThrownBy(() -> find(header))
        .isInstanceOfSatisfying(
            PatchFailure.class, failure -> assertThat(failure.remedy()).isNotBlank())
        .hasMessageStartingWith("cannot patch include/net/tcp.h:")
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#if 0\n#define TCP_TIMEWAIT_LEN (7*HZ)\n#endif\n" + LINE,
        "#if 0\n#define TCP_TIMEWAIT_LEN (7*HZ)\n#else\n" + LINE + "#endif\n",
        "#if 1\n" + LINE + "#else\n#define TCP_TIMEWAIT_LEN (7*HZ)\n#endif\n",
        "#ifdef A\n#if 0\n#endif\n#endif\n" + LINE,
        "#if 0\n#undef TCP_TIMEWAIT_LEN\n#endif\n" + LINE,
        "/* #define TCP_TIMEWAIT_LEN (7*HZ) */\n" + LINE,
        "char *a = \"/*\";\n" + LINE,
        "/* a */ #define TCP_TIMEWAIT_LEN (60*HZ)\n",
        "#  define  TCP_TIMEWAIT_LEN  (60*HZ)\n",
        "#if defined(A) || \\\n    defined(B)\n#endif\n" + LINE,
        "#ifndef _H\n#define _H\n\n" + LINE + "#endif /* _H */\n",
      })
  void findsTheCompiledDefinition(String header) {
    assertThat(find(header).seconds()).isEqualTo(60);
  }

  @Test
  void replacesTerminalControlCharacters() {
    assertThatThrownBy(() -> find("#define TCP_TIMEWAIT_LEN \u001b[31m\u009b" + "x".repeat(300)))
        .satisfies(e -> assertThat(e.getMessage()).matches("[\\x20-\\x7e]{1,260}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(60*HZ)     | 15 | (15*HZ)",
        "( 60 * HZ ) | 15 | ( 15 * HZ )",
        "60*HZ       | 15 | 15*HZ",
        "(HZ*60)     | 15 | (HZ*15)",
        "(2*30*HZ)   | 15 | (15*HZ)",
        "(2*HZ*30)   | 15 | (15*HZ)",
        "(HZ*2 * 30) | 15 | (HZ*15)",
        "(60UL*HZ)   | 15 | (15UL*HZ)",
      })
  void keepsTheSpellingOfAValue(String spelling, int seconds, String respelled) {
    JiffiesExpression expression = JiffiesExpression.parse(spelling).orElseThrow();

    assertThat(expression.withSeconds(seconds)).isEqualTo(respelled);
    assertThat(JiffiesExpression.parse(respelled).orElseThrow().seconds()).isEqualTo(seconds);
  }

  static List<Arguments> finTimeouts() {
    String macro = "#define TCP_FIN_TIMEOUT\t";
    return List.of(
        Arguments.of(macro + "TCP_TIMEWAIT_LEN\n", new FinTimeoutMacro.SameMacro()),
        Arguments.of(macro + "(TCP_TIMEWAIT_LEN) /* x */\n", new FinTimeoutMacro.SameMacro()),
        Arguments.of(macro + "(3*60*HZ) /* x */\n", new FinTimeoutMacro.OwnValue(180)),
        Arguments.of("#define TCP_FIN_TIMEOUT_MAX (120 * HZ)\n", new FinTimeoutMacro.Absent()),
        Arguments.of("#if 0\n" + macro + "(3*HZ)\n#endif\n", new FinTimeoutMacro.Absent()));
  }

  @ParameterizedTest
  @MethodSource("finTimeouts")
  void readsTheFinTimeout(String lines, FinTimeoutMacro expected) {
    assertThat(find(LINE + lines).finTimeout()).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "#define TCP_FIN_TIMEOUT (TCP_TIMEWAIT_LEN*2)\n",
        "#define TCP_FIN_TIMEOUT \\\n TCP_TIMEWAIT_LEN\n",
        "#define TCP_FIN_TIMEOUT TCP_TIMEWAIT_LEN\n#undef TCP_FIN_TIMEOUT\n",
        "#define TCP_FIN_TIMEOUT (3*HZ)\n#define TCP_FIN_TIMEOUT (4*HZ)\n",
        "#ifdef A\n#define TCP_FIN_TIMEOUT (3*HZ)\n#endif\n",
      })
  void reportsAnUncertainFinTimeout(String lines) {
    FinTimeoutMacro found = find(LINE + lines).finTimeout();

    assertThat(found).isInstanceOf(FinTimeoutMacro.Uncertain.class);
    assertThat(found.seconds(60)).isEqualTo(OptionalInt.empty());
  }

  private static TimewaitDefinition find(String header) {
    return TimewaitDefinition.find(bytes(header));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void readsDeeplyNestedConditions() {
    int deep = 100_000;
    String header =
        "#ifdef A\n".repeat(deep) + "#define TCP_TIMEWAIT_LEN (60*HZ)\n" + "#endif\n".repeat(deep);
    assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            assertThatThrownBy(
                    () -> TimewaitDefinition.find(header.getBytes(StandardCharsets.ISO_8859_1)))
                .hasMessageContaining("inside an #if"));
  }

  @Test
  void rejectsHugeProducts() {
    assertThat(JiffiesExpression.parse("(" + "1*".repeat(100_000) + "60*HZ)")).isEmpty();
    assertThat(JiffiesExpression.parse("(".repeat(100_000) + "60*HZ" + ")".repeat(100_000)))
        .isEmpty();
  }
}
