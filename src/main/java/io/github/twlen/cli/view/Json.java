// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.twlen.TerminalText;

/**
 * Answers of commands in JSON: the same values that the text shows, all of them fit for a terminal.
 */
public final class Json {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Json() {}

  public static String text(Object answer) {
    try {
      return TerminalText.inJson(MAPPER.writeValueAsString(answer)) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer that is no JSON", e);
    }
  }
}
