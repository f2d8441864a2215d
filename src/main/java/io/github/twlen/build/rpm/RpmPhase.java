// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.rpm;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Follows rpmbuild: the present section, its progress, and missing packages. */
final class RpmPhase implements Consumer<String> {
  private static final Pattern SECTION = Pattern.compile("Executing\\((%?[\\w-]+)\\): .*");
  private static final Pattern PACKED = Pattern.compile("Processing files: (\\S+)");
  private static final Pattern MISSING = Pattern.compile("\\s+(\\S.*) is needed by \\S+");

  private final Consumer<String> listener;
  private final List<String> missing = new ArrayList<>();
  private String section = "rpmbuild";
  private int most;

  RpmPhase(Consumer<String> listener) {
    this.listener = listener;
  }

  @Override
  public void accept(String line) {
    Matcher begun = SECTION.matcher(line);
    Matcher packed = PACKED.matcher(line);
    Matcher needed = MISSING.matcher(line);
    if (begun.matches()) {
      section = "rpmbuild " + begun.group(1);
      listener.accept(section);
    } else if (packed.matches()) {
      listener.accept("packing " + packed.group(1));
    } else if (needed.matches()) {
      missing.add(needed.group(1));
    }
  }

  /** Reports the number of files compiled so far, from the log or from the object files. */
  synchronized void compiled(int files) {
    most = Math.max(most, files);
    listener.accept(section + ", " + most + " files compiled");
  }

  /** Returns the missing build dependencies, as the spec names them. */
  List<String> missing() {
    return List.copyOf(missing);
  }
}
