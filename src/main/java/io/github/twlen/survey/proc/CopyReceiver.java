// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import io.github.twlen.workspace.Workspace;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes each received file into a copy, if it was asked for. */
final class CopyReceiver implements AutoCloseable {
  private static final String MARK = "@twlen-survey ";
  private static final String FILE = MARK + "file ";
  private static final String SPACE = MARK + "namespace ";
  private static final String END = MARK + "end";
  private static final String DONE = MARK + "done";
  private static final Set<String> MORE =
      Set.of(
          ProcFiles.CLOSE_WAIT,
          ProcFiles.CONNTRACK_STATES,
          ProcFiles.KERNEL_CONFIG,
          ProcFiles.NAMESPACES);

  private final Path root;
  private final Set<String> keys;
  private final Map<String, Boolean> entered = new HashMap<>();
  private @Nullable Path directory;
  private @Nullable BufferedWriter file;
  private @Nullable String name;
  private boolean isComplete;

  /**
   * @param keys of the namespaces that are copied, each into a directory of its name; empty for one
   *     copy in the directory itself
   */
  CopyReceiver(Path root, Set<String> keys) {
    this.root = root;
    this.keys = keys;
    this.directory = keys.isEmpty() ? root : null;
  }

  /**
   * Receives a line.
   *
   * @throws UncheckedIOException if it cannot be written
   */
  void line(String line) {
    try {
      if (line.startsWith(FILE)) {
        open(line.substring(FILE.length()));
      } else if (line.startsWith(SPACE)) {
        enter(line.substring(SPACE.length()));
      } else if (line.equals(END) || line.equals(DONE)) {
        close();
        isComplete = keys.isEmpty() || line.equals(DONE);
      } else if (file != null) {
        file.write(line);
        file.write('\n');
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void enter(String words) throws IOException {
    close();
    int space = words.lastIndexOf(' ');
    String key = words.substring(0, Math.max(0, space));
    directory = null;
    if (keys.contains(key) && !entered.containsKey(key)) {
      directory = root.resolve(key);
      entered.put(key, words.endsWith(" entered"));
    }
  }

  private void open(String name) throws IOException {
    close();
    if (directory != null && (ProcFiles.NAMES.contains(name) || MORE.contains(name))) {
      this.name = name;
      Path path = directory.resolve(name);
      Workspace.folder(Objects.requireNonNull(path.getParent()));
      file = Files.newBufferedWriter(path, StandardCharsets.UTF_8);
    }
  }

  /** Returns whether all was received. */
  boolean isComplete() {
    return isComplete;
  }

  /** Returns the last file that was begun; null if none was. */
  @Nullable String lastFile() {
    return name;
  }

  /** Returns the copied namespaces; false for one whose sysctls could not be read. */
  Map<String, Boolean> entered() {
    return entered;
  }

  @Override
  public void close() throws IOException {
    BufferedWriter open = file;
    file = null;
    if (open != null) {
      open.close();
    }
  }
}
