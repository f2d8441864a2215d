// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.core.util.Separators;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.github.twlen.Message;
import io.github.twlen.TerminalText;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.report.Report;
import io.github.twlen.verify.MeasuredKernel;
import io.github.twlen.workspace.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Writes {@code report.json}: UTF-8, in English, keys in camel case and in the order of {@link
 * Report}, absent parts omitted, times in seconds to the millisecond and other measured numbers to
 * the thousandth. {@code report.schema.json} beside this class describes every key.
 */
public final class JsonReport {
  private static final ObjectWriter WRITER =
      JsonMapper.builder()
          .defaultPropertyInclusion(JsonInclude.Value.construct(Include.NON_NULL, Include.ALWAYS))
          .addModule(
              new SimpleModule()
                  .addSerializer(
                      value(Double.class, (number, out) -> out.writeNumber(rounded(number))))
                  .addSerializer(
                      double.class,
                      value(Double.class, (number, out) -> out.writeNumber(rounded(number))))
                  .addSerializer(
                      value(
                          Duration.class,
                          (took, out) -> out.writeNumber(rounded(took.toNanos() / 1e9))))
                  .addSerializer(
                      value(
                          TimewaitLength.class, (length, out) -> out.writeNumber(length.seconds())))
                  .addSerializer(
                      value(Enum.class, (constant, out) -> out.writeString(Report.key(constant))))
                  .addSerializer(Message.class, ToStringSerializer.instance)
                  .addSerializer(value(MeasuredKernel.Sample.class, JsonReport::sample)))
          .build()
          .writer(printer());

  private JsonReport() {}

  /**
   * Writes the document, complete or not at all.
   *
   * @throws io.github.twlen.workspace.WorkspaceFailure when it cannot be written
   */
  public static void write(Report report, Path file) {
    AtomicFile.write(file, text(report));
  }

  /** Returns the document as text that ends with a newline. */
  public static String text(Report report) {
    return document(report);
  }

  /** Returns another document of records in the same format. */
  public static String document(Object values) {
    try {
      return TerminalText.inJson(WRITER.writeValueAsString(values)) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot write a report of plain values", e);
    }
  }

  private static DefaultPrettyPrinter printer() {
    DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
    return new DefaultPrettyPrinter(
            Separators.createDefaultInstance()
                .withObjectFieldValueSpacing(Separators.Spacing.AFTER)
                .withObjectEmptySeparator("")
                .withArrayEmptySeparator(""))
        .withObjectIndenter(indenter)
        .withArrayIndenter(indenter);
  }

  /** Rounds to thousandths; a number too large for a long stays as it is. */
  private static double rounded(double number) {
    if (!Double.isFinite(number)) {
      throw new IllegalStateException("cannot write " + number + " as JSON");
    }
    return Math.abs(number) < 1e12 ? Math.round(number * 1000) / 1000.0 : number;
  }

  /** Writes a sample on one line: a decay curve has hundreds of them. */
  private static void sample(MeasuredKernel.Sample sample, JsonGenerator out) throws IOException {
    out.writeRawValue(
        "{\"seconds\": " + rounded(sample.seconds()) + ", \"sockets\": " + sample.sockets() + "}");
  }

  private interface Writer<T> {
    void write(T value, JsonGenerator out) throws IOException;
  }

  private static <T> StdSerializer<T> value(Class<T> type, Writer<T> writer) {
    return new StdSerializer<>(type) {
      private static final long serialVersionUID = 1L;

      @Override
      public void serialize(T value, JsonGenerator out, SerializerProvider provider)
          throws IOException {
        writer.write(value, out);
      }
    };
  }
}
