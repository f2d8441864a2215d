// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.view;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.github.twlen.Message;
import io.github.twlen.TerminalText;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes answers as JSON, in English, without control characters. */
public final class Json {
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .registerModule(
              new SimpleModule().addSerializer(Message.class, ToStringSerializer.instance));

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
