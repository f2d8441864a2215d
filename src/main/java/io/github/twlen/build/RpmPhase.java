package io.github.twlen.build;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What rpmbuild says on its way: the section it is in, and the packages it has written. */
final class RpmPhase implements Consumer<String> {
  private static final Pattern SECTION = Pattern.compile("Executing\\((%?[\\w-]+)\\): .*");
  private static final Pattern PACKED = Pattern.compile("Processing files: (\\S+)");
  private static final Pattern WROTE = Pattern.compile("Wrote: (/.*\\.rpm)");
  private static final Pattern MISSING = Pattern.compile("\\s+(\\S.*) is needed by \\S+");

  private final Consumer<String> listener;
  private final List<Path> written = new ArrayList<>();
  private final List<String> missing = new ArrayList<>();

  /**
   * @param listener told what goes on, a few words
   */
  RpmPhase(Consumer<String> listener) {
    this.listener = listener;
  }

  @Override
  public void accept(String line) {
    Matcher section = SECTION.matcher(line);
    Matcher packed = PACKED.matcher(line);
    Matcher wrote = WROTE.matcher(line);
    Matcher needed = MISSING.matcher(line);
    if (section.matches()) {
      listener.accept("rpmbuild " + section.group(1));
    } else if (packed.matches()) {
      listener.accept("packing " + packed.group(1));
    } else if (wrote.matches()) {
      written.add(Path.of(wrote.group(1)));
    } else if (needed.matches()) {
      missing.add(needed.group(1));
    }
  }

  /** The packages that were written, in their order. */
  List<Path> written() {
    return List.copyOf(written);
  }

  /** What the build needs and this host has not, as the spec calls it. */
  List<String> missing() {
    return List.copyOf(missing);
  }
}
