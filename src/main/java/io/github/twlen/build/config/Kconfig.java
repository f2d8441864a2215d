// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import io.github.twlen.GivenFile;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The options that a kernel tree defines for x86, read from its Kconfig files: kconfig itself drops
 * a name that it does not know without a word (Documentation/kbuild/kconfig-language.rst).
 */
public final class Kconfig {
  private static final Pattern OPTION = Pattern.compile("\\s*(?:menu)?config\\s+([A-Za-z0-9_]+)");
  private static final Pattern DEFAULT = Pattern.compile("\\s+default\\s+\"([^\"]*)\".*");

  private static final List<String> MAKEFILES = List.of("Makefile", "scripts/kconfig/Makefile");

  private final Path tree;
  private final Map<String, Optional<String>> options;

  private Kconfig(Path tree, Map<String, Optional<String>> options) {
    this.tree = tree;
    this.options = options;
  }

  /**
   * Reads the Kconfig files of a tree, those of other architectures excepted.
   *
   * @param tree the top directory of the kernel
   * @throws WorkspaceFailure when one cannot be read
   */
  public static Kconfig of(Path tree) {
    Map<String, Optional<String>> options = new HashMap<>();
    Path architectures = tree.resolve("arch");
    try {
      Files.walkFileTree(
          tree,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes a) {
              boolean other =
                  architectures.equals(folder.getParent()) && !folder.endsWith("arch/x86");
              return other ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes a) throws IOException {
              if (a.isRegularFile() && file.getFileName().toString().startsWith("Kconfig")) {
                read(new String(GivenFile.read(file), StandardCharsets.ISO_8859_1), options);
              }
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw WorkspaceFailure.reading(tree, e);
    }
    return new Kconfig(tree, options);
  }

  private static void read(String text, Map<String, Optional<String>> options) {
    String current = "";
    for (String line : (Iterable<String>) text.lines()::iterator) {
      Matcher option = OPTION.matcher(line);
      Matcher value = DEFAULT.matcher(line);
      if (option.lookingAt()) {
        current = option.group(1);
        options.putIfAbsent(current, Optional.empty());
      } else if (!current.isEmpty()
          && value.matches()
          && options.getOrDefault(current, Optional.empty()).isEmpty()) {
        options.put(current, Optional.of(value.group(1)));
      }
    }
  }

  /**
   * Returns whether the tree has an option.
   *
   * @param option with or without {@code CONFIG_}
   * @return true as well for a tree without any Kconfig file, which tells nothing
   */
  public boolean defines(String option) {
    return options.isEmpty() || options.containsKey(plain(option));
  }

  /** Returns the first default of a string option, without quotes; empty when it has none. */
  public Optional<String> defaultText(String option) {
    return options.getOrDefault(plain(option), Optional.empty());
  }

  /**
   * Returns whether the tree's makefiles have a configuration target: {@code olddefconfig} came in
   * 3.7, {@code tinyconfig} in 3.17, and vendors take either back to older kernels.
   *
   * @throws WorkspaceFailure when the makefiles cannot be read
   */
  public boolean hasTarget(String target) {
    Pattern named = Pattern.compile("(?m)^[^#\\n]*\\b" + Pattern.quote(target) + "\\b");
    for (String name : MAKEFILES) {
      Path makefile = tree.resolve(name);
      try {
        if (Files.isRegularFile(makefile)
            && named
                .matcher(new String(GivenFile.read(makefile), StandardCharsets.ISO_8859_1))
                .find()) {
          return true;
        }
      } catch (IOException e) {
        throw WorkspaceFailure.reading(makefile, e);
      }
    }
    return false;
  }

  private static String plain(String option) {
    return option.startsWith("CONFIG_") ? option.substring("CONFIG_".length()) : option;
  }
}
