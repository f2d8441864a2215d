// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/**
 * The only definition of {@code TCP_TIMEWAIT_LEN} in a kernel's {@code include/net/tcp.h}.
 *
 * @param line the line of the {@code #define}, from 1
 * @param seconds its value
 * @param finTimeout the same header's definition of {@code TCP_FIN_TIMEOUT}
 * @param lingerHasLimit whether the same header defines {@code TCP_FIN_TIMEOUT_MAX}, as it does
 *     since Linux 5.8 and in later 4.19: the limit of {@code TCP_LINGER2}, which is {@code
 *     tcp_fin_timeout} in other kernels ({@code do_tcp_setsockopt()} in {@code net/ipv4/tcp.c})
 */
public record TimewaitDefinition(
    int line, int seconds, FinTimeoutMacro finTimeout, boolean lingerHasLimit) {
  public static final String MACRO = "TCP_TIMEWAIT_LEN";

  private static final String LINGER_LIMIT = "TCP_FIN_TIMEOUT_MAX";

  /** Returns the value of {@code TCP_FIN_TIMEOUT} in seconds where it is a number of its own. */
  public OptionalInt ownFinTimeout() {
    return finTimeout instanceof FinTimeoutMacro.OwnValue own
        ? OptionalInt.of(own.seconds())
        : OptionalInt.empty();
  }

  /**
   * Finds it in the bytes of {@code include/net/tcp.h}.
   *
   * @throws PatchFailure when it is missing, ambiguous, or its meaning is not certain
   */
  public static TimewaitDefinition find(byte[] header) {
    return find(HeaderScan.of(header));
  }

  static TimewaitDefinition find(HeaderScan header) {
    HeaderScan.Define define = define(header);
    return new TimewaitDefinition(
        define.source().number(),
        define.jiffies().seconds(),
        FinTimeoutMacro.in(header),
        !header.liveDefines(LINGER_LIMIT).isEmpty());
  }

  static HeaderScan.Define define(HeaderScan header) {
    return header.onlyDefine(MACRO).orElseThrow(() -> missing(header));
  }

  private static PatchFailure missing(HeaderScan header) {
    List<HeaderScan.Define> dropped = header.defines(MACRO);
    if (!dropped.isEmpty()) {
      return PatchFailure.at(dropped.get(0).source(), "only in a part that is never compiled");
    }
    Pattern define = Pattern.compile("#\\s*define\\s+" + MACRO + "\\b");
    for (SourceLine line : header.lines()) {
      if (define.matcher(line.text()).find()) {
        return PatchFailure.at(line, "only in a comment or after a backslash");
      }
    }
    return PatchFailure.ofHeader(
        ": no `#define " + MACRO + "`", "pass a kernel tree, or a package of a Linux kernel");
  }
}
