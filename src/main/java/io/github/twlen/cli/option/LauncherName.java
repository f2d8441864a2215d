// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a launcher. */
public final class LauncherName implements ITypeConverter<String> {
  /** The launcher that is used without the option. */
  static final String AUTO = "auto";

  static final String LABEL = "auto|ccache|distcc|icecc|sccache|none";

  /** All names. */
  public static final List<String> NAMES = List.of(LABEL.split("\\|"));

  @Override
  public String convert(String name) {
    if (!NAMES.contains(name)) {
      throw new TypeConversionException("unknown value; pass one of " + String.join(", ", NAMES));
    }
    return name;
  }
}
