// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.recipe.SettingTable;
import io.github.twlen.recipe.TimewaitLength;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the setting on kernels that a vendor changed. */
class SettingVendorTest {
  private static final String HEADER = TimewaitLength.HEADER;
  private static final String MINISOCKS = "net/ipv4/tcp_minisocks.c";
  private static final String TABLE = "net/ipv4/sysctl_net_ipv4.c";
  private static final String NETNS = "include/net/netns/ipv4.h";
  private static final String MANUAL = "Documentation/networking/ip-sysctl.rst";
  private static final String ONE_MORE = "static int tcp_retr1_max = 255;\n";
  private static final String FIELD = "\tint sysctl_tcp_fin_timeout;\n";
  private static final String BEGINS = "timeo = TCP_TIMEWAIT_LEN;\n";

  private static Map<String, byte[]> with(String path, String text, String replacement) {
    return ToyEras.with(ToyEras.newest(), path, text, replacement);
  }

  private static Map<String, byte[]> appended(
      Map<String, byte[]> kernel, String path, String text) {
    Map<String, byte[]> changed = new LinkedHashMap<>(kernel);
    String before = kernel.containsKey(path) ? ToyEras.text(kernel, path) : "";
    changed.put(path, (before + text).getBytes(StandardCharsets.ISO_8859_1));
    return changed;
  }

  private static Map<String, byte[]> patched(Map<String, byte[]> kernel, int seconds) {
    Map<String, byte[]> all = new LinkedHashMap<>(kernel);
    all.putAll(((PatchOutcome.Rendered) ToyEras.patch(seconds).render(kernel)).after());
    return all;
  }

  private static void assertRefused(Map<String, byte[]> kernel, String pattern, String fix) {
    assertThatThrownBy(() -> ToyEras.patch(60).render(kernel))
        .isInstanceOf(PatchFailure.class)
        .satisfies(
            e -> {
              assertThat(((PatchFailure) e).what()).matches("cannot patch " + pattern);
              assertThat(((PatchFailure) e).remedy()).contains(fix);
            });
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        TABLE + "|static int tcp_retr1_max = 255;",
        NETNS + "|int sysctl_tcp_fin_timeout;",
        MINISOCKS + "|timeo = TCP_TIMEWAIT_LEN;",
        HEADER + "|static inline int tcp_fin_time(const struct sock *sk)",
        "net/ipv4/tcp_ipv4.c|net->ipv4.sysctl_tcp_fin_timeout = TCP_FIN_TIMEOUT;",
      })
  void refusesAPlaceInsideAnIf(String path, String line) {
    assertRefused(
        with(path, line, "\n#ifdef CONFIG_X\n" + line),
        path + ":\\d+: .* is inside an #if, so it may not be compiled",
        "--seconds N without --sysctl");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        MINISOCKS + "|timeo = TCP_TIMEWAIT_LEN;|timeo = TCP_TIMEWAIT_LEN; /* one~minute */",
        MINISOCKS + "|timeo = TCP_TIMEWAIT_LEN;|/* one~minute */ timeo = TCP_TIMEWAIT_LEN;",
        NETNS + "|int sysctl_tcp_fin_timeout;|int sysctl_tcp_fin_timeout; /* in~jiffies */",
        TABLE + "|static int tcp_retr1_max = 255;|/* a~b */ static int tcp_retr1_max = 255;",
        TABLE + "|static int tcp_retr1_max = 255;|#define X \\~static int tcp_retr1_max = 255;",
      })
  void refusesALineOfALongComment(String path, String line, String commented) {
    assertRefused(
        with(path, line, commented.replace('~', '\n')),
        path + ":\\d+: .* is on a line of a comment or a macro that has several lines",
        "--seconds N without --sysctl");
  }

  @Test
  void keepsTheCommentOfAReplacedLine() {
    Map<String, byte[]> kernel = with(MINISOCKS, BEGINS, BEGINS.strip() + "\t/* 2 MSL */\n");
    Map<String, byte[]> patched = patched(kernel, 15);
    assertThat(ToyEras.text(patched, MINISOCKS))
        .contains("timeo = tcp_tw_timeout(sock_net(sk));\t/* 2 MSL */\n");
    PatchOutcome back = ToyEras.patch(60).reverse(patched);
    assertThat(((PatchOutcome.Rendered) back).after().get(MINISOCKS))
        .isEqualTo(kernel.get(MINISOCKS));
  }

  @Test
  void refusesAnotherUseOfTheConstant() {
    String more = "int more(void)\n{\n\treturn TCP_TIMEWAIT_LEN;\n}\n";
    String text = ToyEras.text(ToyEras.newest(), MINISOCKS);
    assertRefused(
        appended(ToyEras.newest(), MINISOCKS, more),
        MINISOCKS
            + ":"
            + (text.lines().count() + 3)
            + ": `return TCP_TIMEWAIT_LEN;` would still use TCP_TIMEWAIT_LEN",
        "without --sysctl");
  }

  @Test
  void refusesAUseThroughAnotherMacro() {
    Map<String, byte[]> kernel =
        appended(ToyEras.newest(), HEADER, "#define TCP_TW_LEN (TCP_TIMEWAIT_LEN)\n");
    assertThat(patched(kernel, 60)).isNotEqualTo(kernel);
    assertRefused(
        appended(kernel, MINISOCKS, "int more = TCP_TW_LEN;\n"),
        MINISOCKS + ":\\d+: `int more = TCP_TW_LEN;` would still use TCP_TIMEWAIT_LEN",
        "without --sysctl");
  }

  @Test
  void refusesAVendorsOwnSetting() {
    assertRefused(
        with(TABLE, ONE_MORE, ONE_MORE + "static const char *name = \"tcp_tw_timeout\";\n"),
        TABLE + ":2: this kernel already has net.ipv4.tcp_tw_timeout",
        "`sysctl -w net.ipv4.tcp_tw_timeout=N`");
  }

  @ParameterizedTest
  @CsvSource({"sysctl_tcp_timewait_len", "sysctl_tcp_time_wait", "sysctl_tcp_tw_len"})
  void refusesAVendorsSettingOfAnotherName(String name) {
    assertRefused(
        with(NETNS, FIELD, FIELD + "\tint " + name + ";\n"),
        NETNS + ":3: this kernel already has a setting of its vendor, " + name,
        "without a patch");
    assertRefused(
        with(HEADER, "(60*HZ)", "(" + name + " * HZ)"),
        HEADER + ":1: this kernel already has a setting of its vendor, " + name,
        "sysctl -a");
  }

  @Test
  void refusesAConstantBesideTheSetting() {
    Map<String, byte[]> patched = patched(ToyEras.newest(), 60);
    String name = FinTimeout.FOLLOW.templateName();
    LengthPatch.Constant constant =
        new LengthPatch.Constant(
            PatchTemplate.parse(name, ToyEras.BOOK.bytes("patches/" + name)),
            new TimewaitLength(15),
            FinTimeout.FOLLOW);
    assertThatThrownBy(() -> constant.render(patched))
        .isInstanceOf(PatchFailure.class)
        .hasMessageContaining("net.ipv4.tcp_tw_timeout sets the length in this kernel")
        .satisfies(e -> assertThat(((PatchFailure) e).remedy()).contains("--sysctl --reverse"));
  }

  @Test
  void readsNoMoreThanItsFiles() {
    // A dry run also reads these, and must decide as the run that writes.
    Map<String, byte[]> kernel =
        appended(ToyEras.newest(), "net/ipv4/tcp_timer.c", "int tcp_tw_timeout;\n");
    assertThat(ToyEras.patch(60).files()).doesNotContain("net/ipv4/tcp_timer.c");
    assertThat(patched(kernel, 60)).containsAllEntriesOf(patched(ToyEras.newest(), 60));
  }

  @Test
  void refusesAManualThatDescribesTheSetting() {
    String manual = ToyEras.text(ToyEras.newest(), MANUAL);
    assertRefused(
        appended(ToyEras.newest(), MANUAL, "tcp_tw_timeout - INTEGER\n"),
        MANUAL + ":" + (manual.lines().count() + 1) + ": the manual already describes .*",
        "delete that paragraph");
    assertThat(patched(appended(ToyEras.newest(), MANUAL, "See tcp_tw_timeout.\n"), 60))
        .containsKey(MANUAL);
  }

  @Test
  void completesAChangeOfTheDefaultThatWasKilled() {
    Map<String, byte[]> part = patched(ToyEras.newest(), 60);
    Map<String, byte[]> whole = patched(part, 15);
    part.put(MANUAL, whole.get(MANUAL));
    assertThat(patched(part, 15)).containsExactlyEntriesOf(whole);
  }

  @Test
  void marksOfAnEraAreNoComments() {
    Map<String, byte[]> kernel =
        appended(ToyEras.newest(), "include/net/net_namespace.h", "/* RH_KABI_EXTEND() */\n");
    kernel = appended(kernel, "net/ipv4/tcp.c", "#if 0\nint sysctl_tcp_fin_timeout;\n#endif\n");
    assertThat(ToyEras.text(patched(kernel, 60), NETNS)).contains("sysctl_tcp_tw_timeout");
  }

  @Test
  void refusesAKernelOfNoEra() {
    assertRefused(
        Map.of(HEADER, ToyEras.newest().getOrDefault(HEADER, new byte[0])),
        NETNS + ":1: no `int sysctl_tcp_fin_timeout;`; .*eras.yaml.* 2.6.32, .*4.12 and later",
        "--seconds N without --sysctl");
  }

  @Test
  void placesTheFieldAsTheVendorsKabiAllows() {
    SettingTable.Era kabi =
        ToyEras.TABLE.eras().stream()
            .filter(era -> era.kernels().contains("RHEL"))
            .findFirst()
            .orElseThrow();
    Map<String, byte[]> patched = patched(ToyEras.kernel(kabi), 60);
    assertThat(ToyEras.text(patched, "include/net/net_namespace.h"))
        .contains("#include <linux/rh_kabi.h>\n")
        .contains("\tRH_KABI_EXTEND(int\tipv4_sysctl_tcp_tw_timeout)\n} __randomize_layout;");
    assertThat(ToyEras.text(patched, NETNS)).doesNotContain("tcp_tw_timeout");
  }

  @Test
  void recognisesTheKabiByItsHeader() {
    Map<String, byte[]> kernel =
        appended(
            ToyEras.newest(), "include/linux/rh_kabi.h", "#define RH_KABI_EXTEND(_new) _new;\n");
    String net = "#include <net/flow.h>\nstruct net {\n\tint x;\n} __randomize_layout;\n";
    kernel = appended(kernel, "include/net/net_namespace.h", net);
    assertThat(ToyEras.text(patched(kernel, 60), NETNS)).doesNotContain("tcp_tw_timeout");
  }
}
