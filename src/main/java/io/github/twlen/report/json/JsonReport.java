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
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import io.github.twlen.TerminalText;
import io.github.twlen.report.Measurement;
import io.github.twlen.report.Report;
import io.github.twlen.workspace.AtomicFile;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Writes {@code report.json}: UTF-8, keys in camel case and always in the order of {@link Report},
 * absent parts left out, times in seconds to the millisecond and other measured numbers to the
 * thousandth. {@code report.schema.json} beside this class describes every key.
 */
public final class JsonReport {
  private static final ObjectWriter WRITER =
      JsonMapper.builder()
          .defaultPropertyInclusion(JsonInclude.Value.construct(Include.NON_NULL, Include.ALWAYS))
          .enable(SerializationFeature.WRITE_ENUMS_USING_TO_STRING)
          .addModule(
              new SimpleModule()
                  .addSerializer(double.class, new Milliseconds())
                  .addSerializer(Double.class, new Milliseconds())
                  .addSerializer(Measurement.Sample.class, new SampleLine()))
          .build()
          .writer(printer());

  private JsonReport() {}

  /**
   * Writes the document, whole or not at all.
   *
   * @throws io.github.twlen.workspace.WorkspaceFailure when it cannot be written
   */
  public static void write(Report report, Path file) {
    AtomicFile.write(file, text(report));
  }

  /** The document as text, with a line feed at its end. */
  public static String text(Report report) {
    try {
      return TerminalText.inJson(WRITER.writeValueAsString(report)) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a report of plain values could not be written", e);
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

  /** A number that has no thousandths any more stays as it is: a long could not hold it. */
  private static double rounded(double number) {
    return Math.abs(number) < 1e12 ? Math.round(number * 1000) / 1000.0 : number;
  }

  /** No clock here is better than that, and 15.100000000000001 helps nobody. */
  private static final class Milliseconds extends StdSerializer<Double> {
    private static final long serialVersionUID = 1L;

    Milliseconds() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeNumber(rounded(value));
    }
  }

  /** One look on one line: a decay curve has hundreds of them. */
  private static final class SampleLine extends StdSerializer<Measurement.Sample> {
    private static final long serialVersionUID = 1L;

    SampleLine() {
      super(Measurement.Sample.class);
    }

    @Override
    public void serialize(Measurement.Sample sample, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeRawValue(
          "{\"seconds\": "
              + rounded(sample.seconds())
              + ", \"sockets\": "
              + sample.sockets()
              + "}");
    }
  }
}
