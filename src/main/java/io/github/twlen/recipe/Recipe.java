package io.github.twlen.recipe;

/**
 * One kernel: where its source comes from and how it is built.
 *
 * @param name as it is called on the command line: letters, digits, dot, dash, underscore
 * @param summary one line for a list
 * @param source where the source comes from
 * @param build how it is built
 * @param tried how far its author has seen it work
 * @param origin where it was read, for messages
 */
public record Recipe(
    String name, String summary, SourceSpec source, BuildSpec build, Tried tried, String origin) {

  /** How far a recipe was seen to work. */
  public enum Tried {
    /** Not at all. */
    NONE,
    /** The source was fetched and the patch fits. */
    PATCHED,
    /** It was built. */
    BUILT,
    /** It was booted and measured. */
    BOOTED;

    /** As it stands in a recipe. */
    @Override
    public String toString() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }
}
