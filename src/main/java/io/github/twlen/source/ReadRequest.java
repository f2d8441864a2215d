// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What somebody wants to see of a source, said at once, so that an archive need be read only once.
 *
 * @param files single files, such as {@code Makefile}; those that are not there are left out
 * @param folders folders of which files are wanted, such as {@code net}
 * @param words a file of these folders is wanted when it holds one of these words; never empty
 *     where there are folders
 */
public record ReadRequest(List<String> files, List<String> folders, List<String> words) {
  /** Copies what it is given. */
  public ReadRequest {
    files = List.copyOf(files);
    folders = List.copyOf(folders);
    words = List.copyOf(words);
  }

  /** Single files only. */
  public static ReadRequest of(String... files) {
    return new ReadRequest(List.of(files), List.of(), List.of());
  }

  /** Whether a file is wanted that lies below a folder or is named. */
  boolean wants(String path, byte[] content) {
    if (files.contains(path)) {
      return true;
    }
    // Each byte a character: kernel sources are no UTF-8.
    String text = new String(content, StandardCharsets.ISO_8859_1);
    return words.stream().anyMatch(text::contains);
  }

  /** The same reading gives the same text. */
  String key() {
    return String.join("\n", files)
        + "\n\n"
        + String.join("\n", folders)
        + "\n\n"
        + String.join("\n", words);
  }
}
