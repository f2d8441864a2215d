// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import io.github.twlen.recipe.TimewaitLength;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 15}, {@code 15s} or {@code 2m} from the command line. */
public final class LengthConverter implements ITypeConverter<TimewaitLength> {
  @Override
  public TimewaitLength convert(String text) {
    try {
      return TimewaitLength.parse(text);
    } catch (IllegalArgumentException e) {
      throw new TypeConversionException(String.valueOf(e.getMessage()));
    }
  }
}
