// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.config;

import io.github.twlen.GivenFile;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The configuration that a vendor builds its own x86_64 kernel with.
 *
 * @param name the file, or the files that it is merged from
 * @param text the text of a {@code .config}
 */
public record VendorConfig(String name, String text) {
  private static final Pattern OURS = Pattern.compile("(?m)^CONFIG_X86_64=y$");

  /**
   * Looks for it.
   *
   * @param tree the top directory of the kernel
   * @param places a place a line, the first that is there decides: a glob, or several names, of
   *     which a later file's options replace those of an earlier one
   * @throws WorkspaceFailure when one cannot be read
   */
  public static Optional<VendorConfig> find(Path tree, String places) {
    return places
        .lines()
        .filter(place -> !place.isBlank() && !place.startsWith("#"))
        .map(place -> at(tree, place))
        .filter(files -> !files.isEmpty())
        .findFirst()
        .map(VendorConfig::merged);
  }

  /**
   * Returns a file in a folder that reads as a whole x86_64 configuration under a name of its
   * owner's; empty when there is none.
   */
  public static Optional<Path> candidate(Path folder) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*config*")) {
      return StreamSupport.stream(files.spliterator(), false)
          .sorted()
          .filter(file -> Files.isRegularFile(file) && OURS.matcher(read(file)).find())
          .findFirst();
    } catch (IOException e) {
      throw WorkspaceFailure.reading(folder, e);
    }
  }

  private static List<Path> at(Path folder, String place) {
    List<Path> found = new ArrayList<>();
    for (String glob : place.strip().split("\\s+")) {
      int slash = glob.lastIndexOf('/');
      Path inside = slash < 0 ? folder : folder.resolve(glob.substring(0, slash));
      if (!Files.isDirectory(inside)) {
        continue;
      }
      try (DirectoryStream<Path> files =
          Files.newDirectoryStream(inside, glob.substring(slash + 1))) {
        StreamSupport.stream(files.spliterator(), false).sorted().forEach(found::add);
      } catch (IOException e) {
        throw WorkspaceFailure.reading(inside, e);
      }
    }
    return found;
  }

  private static VendorConfig merged(List<Path> files) {
    if (files.size() == 1) {
      return new VendorConfig(String.valueOf(files.get(0).getFileName()), read(files.get(0)));
    }
    Map<String, String> options = new LinkedHashMap<>();
    files.forEach(file -> options.putAll(ConfigText.options(read(file))));
    String names =
        files.stream().map(f -> String.valueOf(f.getFileName())).collect(Collectors.joining(" + "));
    return new VendorConfig(
        names,
        options.entrySet().stream()
            .map(option -> ConfigText.line(option.getKey(), option.getValue()) + "\n")
            .collect(Collectors.joining()));
  }

  private static String read(Path file) {
    try {
      return new String(GivenFile.read(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw WorkspaceFailure.reading(file, e);
    }
  }
}
