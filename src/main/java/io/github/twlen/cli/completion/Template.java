// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.completion;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Reads the templates of completion scripts, without their licence line. */
final class Template {
  private Template() {}

  static String of(String name) {
    try (InputStream in = Template.class.getResourceAsStream(name)) {
      byte[] bytes = Objects.requireNonNull(in, name).readAllBytes();
      String text = new String(bytes, StandardCharsets.UTF_8);
      return text.substring(text.indexOf('\n') + 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
