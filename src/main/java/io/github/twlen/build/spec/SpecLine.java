// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec;

/**
 * A line of a spec file.
 *
 * @param number from 1
 * @param text its characters, one for each byte, without the line's end
 * @param end the line's end: LF, CR LF, or nothing for a last line that has none
 * @param section the section it stands in, such as {@code prep}; empty for the preamble
 * @param depth how many {@code %if} are open around it
 * @param dead whether it stands below a condition that certainly does not hold: rpm never reads it
 * @param body whether it belongs to a macro that began above: a definition, or a call over lines
 * @param continues whether the next line belongs to it: a backslash, or a macro that is still open
 */
record SpecLine(
    int number,
    String text,
    String end,
    String section,
    int depth,
    boolean dead,
    boolean body,
    boolean continues) {
  /** Whether rpm's parser skips it: macros in a comment are expanded all the same. */
  boolean comment() {
    String said = text.stripLeading();
    return said.startsWith("#") || said.startsWith("%dnl");
  }

  /** Whether it says something in this section. */
  boolean isActiveIn(String wanted) {
    return section.equals(wanted) && !dead && !body && !comment();
  }
}
