// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.github.twlen.TerminalText;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes answers as JSON without control characters. */
public final class Json {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Json() {}

  /** Returns the values of a record by their JSON names, in order. */
  public static Map<String, Object> map(Object answer) {
    return MAPPER.convertValue(answer, new TypeReference<LinkedHashMap<String, Object>>() {});
  }

  public static String text(Object answer) {
    try {
      return TerminalText.inJson(MAPPER.writeValueAsString(answer)) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write JSON", e);
    }
  }
}
