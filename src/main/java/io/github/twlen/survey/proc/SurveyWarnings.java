// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import io.github.twlen.GivenFile;
import io.github.twlen.Messages;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Warnings about data that could not be read or is doubtful. */
public final class SurveyWarnings {
  private final Messages messages;
  private final List<String> all = new ArrayList<>();

  public SurveyWarnings(Messages messages) {
    this.messages = messages;
  }

  /** Adds a warning, see {@link Messages#text}. */
  public void add(String key, Object... namesAndValues) {
    all.add(messages.text(key, namesAndValues));
  }

  /** Adds a warning that a file cannot be read. */
  void unreadable(String name, Path file, IOException e) {
    if (e instanceof AccessDeniedException) {
      add("warning.permission", "file", name);
    } else {
      add("warning.read", "file", name, "reason", GivenFile.reason(file, e));
    }
  }

  public List<String> all() {
    return List.copyOf(all);
  }
}
