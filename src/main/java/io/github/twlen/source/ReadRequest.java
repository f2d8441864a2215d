// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files that a caller needs of a source, so that an archive is read only once.
 *
 * @param files single files, such as {@code Makefile}; missing ones are left out
 * @param folders directories to search, such as {@code net}
 * @param words a file of these directories is returned when it contains one of these; not empty
 *     when there are directories
 */
public record ReadRequest(List<String> files, List<String> folders, List<String> words) {
  public ReadRequest {
    files = List.copyOf(files);
    folders = List.copyOf(folders);
    words = List.copyOf(words);
  }

  /** Returns a request for single files. */
  public static ReadRequest of(String... files) {
    return new ReadRequest(List.of(files), List.of(), List.of());
  }

  /** Returns the request with more single files. */
  ReadRequest with(List<String> more) {
    List<String> all = Stream.concat(files.stream(), more.stream()).distinct().toList();
    return new ReadRequest(all, folders, words);
  }

  /** Returns whether a file is requested, by its name or its content. */
  boolean wants(String path, byte[] content) {
    if (files.contains(path)) {
      return true;
    }
    // One character for each byte: kernel sources are not UTF-8.
    String text = new String(content, StandardCharsets.ISO_8859_1);
    return words.stream().anyMatch(text::contains);
  }

  /** Returns a text that identifies the request. */
  String key() {
    return Stream.of(files, folders, words)
        .map(one -> String.join("\n", one))
        .collect(Collectors.joining("\n\n"));
  }
}
