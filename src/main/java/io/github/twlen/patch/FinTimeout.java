// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import java.util.Locale;

/**
 * The treatment of {@code TCP_FIN_TIMEOUT}, the default of {@code net.ipv4.tcp_fin_timeout}, which
 * every mainline kernel defines as {@code TCP_TIMEWAIT_LEN}.
 */
public enum FinTimeout {
  /** It remains the same macro and so changes too. */
  FOLLOW("tcp-timewait-len.patch.in"),
  /** It becomes a definition of its own with the present value. */
  KEEP("tcp-timewait-len-keep-fin-timeout.patch.in");

  private final String templateName;

  FinTimeout(String templateName) {
    this.templateName = templateName;
  }

  /** Returns the name of its template in {@code patches/}. */
  public String templateName() {
    return templateName;
  }

  /** Returns the value of {@code --fin-timeout}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
