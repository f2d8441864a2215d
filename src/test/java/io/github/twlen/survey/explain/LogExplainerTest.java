// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.Messages;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Explains lines of kernels and programs, with made-up addresses. */
class LogExplainerTest {
  private static Explained explain(String... lines) {
    LogExplainer explainer = new LogExplainer(Locale.ROOT);
    List.of(lines).forEach(explainer::add);
    return explainer.result();
  }

  private static Explanation one(String line) {
    Explained explained = explain(line);
    assertThat(explained.explanations()).as(line).hasSize(1);
    return explained.explanations().get(0);
  }

  @ParameterizedTest
  @CsvFileSource(
      resources = "/io/github/twlen/survey/explain/lines.txt",
      delimiter = '\t',
      quoteCharacter = '\0')
  void knowsEachSpelling(String name, String printedBy, String line) {
    Explanation found = one(line);
    assertThat(found.name()).as(line).isEqualTo(name);
    assertThat(found.printedBy()).as(line).startsWith(printedBy);
    for (String prefix :
        List.of(
            "[12345.678901] ",
            "[Mon Nov 30 07:00:01 2026] ",
            "Nov 30 07:00:01 web1 kernel: ",
            "2026-11-30T07:00:01.123456+00:00 web1 app[812]: ",
            "<4>\u001b[31m")) {
      assertThat(one(prefix + line).name()).as(prefix + line).isEqualTo(name);
    }
    String json = "{\"log\":\"" + line.replace("\"", "\\\"") + "\\n\",\"stream\":\"stderr\"}";
    assertThat(one(json).name()).as(json).isEqualTo(name);
  }

  static List<KnownLine> known() {
    return KnownLines.read();
  }

  @ParameterizedTest
  @MethodSource("known")
  void knowsTheSampleOfEachLine(KnownLine line) {
    assertThat(one(line.sample()).name()).isEqualTo(line.name());
    assertThat(line.source()).isNotEmpty();
    assertThat(line.looks()).isNotEmpty();
    for (Locale locale : List.of(Locale.ROOT, Locale.JAPANESE)) {
      Messages messages = Messages.of(LogExplainer.class, locale);
      assertThat(messages.has("meaning." + line.name())).isTrue();
      assertThat(messages.has("decides." + line.name())).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "usb 1-1: new high-speed USB device number 2 using xhci_hcd",
        "java.lang.OutOfMemoryError: unable to create new native thread",
        "GET /address HTTP/1.1 200 99",
        "systemd[1]: Started nginx.service",
        "TCP: Hash tables configured (established 524288 bind 65536)"
      })
  void leavesOtherLinesUnknown(String line) {
    assertThat(explain(line).explanations()).isEmpty();
    assertThat(explain(line).unknownLines()).isEqualTo(1);
  }

  @Test
  void suggestsASimilarLine() {
    assertThat(explain("TCP SYN floding possible on port 80").similar())
        .contains("Possible SYN flooding");
    assertThat(explain("usb 1-1: new device").similar()).isEmpty();
  }

  @Test
  void countsEachKindOnce() {
    Explained explained =
        explain(
            "boot",
            "",
            "TCP: too many orphaned sockets",
            "bind: Address already in use",
            "TCP: too many orphaned sockets");
    assertThat(explained.lines()).isEqualTo(4);
    assertThat(explained.unknownLines()).isEqualTo(1);
    assertThat(explained.explanations())
        .extracting(Explanation::name, Explanation::lineNumber, Explanation::count)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("ORPHANS", 3L, 2L),
            org.assertj.core.groups.Tuple.tuple("IN_USE", 4L, 1L));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "connect() to 192.0.2.9:6379 failed (99: Cannot assign requested address) while",
        "dial tcp 192.0.2.1:0->192.0.2.9:6379: connect: cannot assign requested address",
        "dial tcp 192.0.2.9:6379: connect: cannot assign requested address",
        "Error: connect EADDRNOTAVAIL 192.0.2.9:6379 - Local (0.0.0.0:0)",
        "Cannot assign requested address - connect(2) for \"192.0.2.9\" port 6379",
        "unable to connect to tcp://192.0.2.9:6379 (Cannot assign requested address)",
        "HTTPConnectionPool(host='192.0.2.9', port=6379): [Errno 99] Cannot assign requested address"
      })
  void takesTheDestinationFromTheLine(String line) {
    assertThat(one(line).looks()).anyMatch(look -> look.contains("dst 192.0.2.9 dport = :6379"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "listen tcp :3000: bind: address already in use",
        "listen tcp 0.0.0.0:3000: bind: address already in use",
        "Error: listen EADDRINUSE: address already in use :::3000",
        "nginx: [emerg] bind() to 0.0.0.0:3000 failed (98: Address already in use)",
        "(98)Address already in use: AH00072: make_sock: could not bind to address [::]:3000",
        "[ALERT] 120/101010 (77) : Starting frontend web: cannot bind socket [0.0.0.0:3000]"
      })
  void takesThePortFromTheLine(String line) {
    assertThat(one(line).looks()).contains("ss -ltnp sport = :3000");
  }

  @Test
  void replacesControlCharacters() {
    assertThat(one("\u001b]0;x\u0007 bind: Address already in use\u009b2J").line())
        .doesNotContain("\u001b", "\u0007", "\u009b");
    assertThat(one("\\u001b[31mbind: Address already in use\\u001b[0m").line())
        .isEqualTo("bind: Address already in use");
  }
}
