// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process.ssh;

import java.util.regex.Pattern;

/** Checks host names before ssh gets them. */
public final class HostName {
  /**
   * No spaces, controls or shell metacharacters: ssh inserts the name into a ProxyCommand of its
   * configuration, and newer versions of OpenSSH refuse them too.
   */
  private static final Pattern VALID =
      Pattern.compile("[^\\s\\p{C}\\p{Zl}\\p{Zp}'\"`$\\\\;&<>|(){}*?!#^~]{1,1000}");

  private HostName() {}

  /**
   * Returns whether a text is a host for ssh: a name or an alias, {@code user@host}, an address or
   * an {@code ssh://} URI. ssh would take a leading {@code -} for an option of its own.
   */
  public static boolean isValid(String text) {
    return VALID.matcher(text).matches()
        && !text.startsWith("-")
        && !text.startsWith("-", text.lastIndexOf('@') + 1);
  }
}
