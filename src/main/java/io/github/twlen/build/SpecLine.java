package io.github.twlen.build;

/**
 * A line of a spec file.
 *
 * @param number from 1
 * @param text its characters, one for each byte, without the line's end
 * @param end the line's end: LF, CR LF, or nothing for a last line that has none
 * @param section the section it stands in, such as {@code prep}; empty for the preamble
 * @param depth how many {@code %if} are open around it
 * @param dead whether it stands below a {@code %if 0}, which rpm never reads
 */
record SpecLine(int number, String text, String end, String section, int depth, boolean dead) {
  /** Whether rpm's parser skips it: macros in a comment are expanded all the same. */
  boolean comment() {
    return text.stripLeading().startsWith("#");
  }

  /** Whether it says something in this section. */
  boolean speaksIn(String wanted) {
    return section.equals(wanted) && !comment() && !dead;
  }
}
