// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kernel's version, as {@code uname -r} or {@code make kernelversion} prints it.
 *
 * @param text the whole release, such as {@code 6.1.192-tw15}
 */
public record KernelRelease(int major, int minor, String text) {
  private static final Pattern WRITTEN = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})(?:[.\\-+~_].*)?");

  /**
   * Reads a release. 2.6.32 is major 2, minor 6: no rule here needs the third number. Fails when it
   * does not begin with two numbers.
   */
  public static KernelRelease parse(String text) {
    Matcher written = WRITTEN.matcher(text.strip());
    if (!written.matches()) {
      throw new IllegalArgumentException("'" + text + "' is not a kernel release such as 6.1.192");
    }
    return new KernelRelease(
        Integer.parseInt(written.group(1)), Integer.parseInt(written.group(2)), text.strip());
  }

  /**
   * Reads the release from the text of a kernel's top Makefile.
   *
   * @throws IllegalArgumentException with the reason when it has none
   */
  public static KernelRelease ofMakefile(String makefile) {
    String major = variable(makefile, "VERSION");
    String minor = variable(makefile, "PATCHLEVEL");
    if (major.isEmpty() || minor.isEmpty()) {
      throw new IllegalArgumentException(
          "no " + (major.isEmpty() ? "VERSION" : "PATCHLEVEL") + " in its Makefile");
    }
    String sublevel = variable(makefile, "SUBLEVEL");
    return parse(
        major
            + "."
            + minor
            + (sublevel.isEmpty() ? "" : "." + sublevel)
            + variable(makefile, "EXTRAVERSION"));
  }

  private static String variable(String makefile, String name) {
    Matcher line =
        Pattern.compile("(?m)^" + name + "[ \\t]*=[ \\t]*(\\S*)[ \\t]*$").matcher(makefile);
    return line.find() ? line.group(1) : "";
  }

  /** Returns whether this kernel is of the given series or a later one. */
  public boolean atLeast(int otherMajor, int otherMinor) {
    return major > otherMajor || (major == otherMajor && minor >= otherMinor);
  }

  @Override
  public String toString() {
    return text;
  }
}
