// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

/**
 * What becomes of {@code TCP_FIN_TIMEOUT}, the default of {@code net.ipv4.tcp_fin_timeout}, which
 * every mainline kernel defines as {@code TCP_TIMEWAIT_LEN}.
 */
public enum FinTimeout {
  /** It stays the same macro and so changes with it. */
  FOLLOW("tcp-timewait-len.patch.in"),

  /** It gets a definition of its own that holds the value it has now. */
  KEEP("tcp-timewait-len-keep-fin-timeout.patch.in");

  private final String templateName;

  FinTimeout(String templateName) {
    this.templateName = templateName;
  }

  /** The file in {@code patches/} that does it. */
  public String templateName() {
    return templateName;
  }
}
