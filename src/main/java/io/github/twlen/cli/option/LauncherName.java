// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import io.github.twlen.build.launcher.Launcher;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a launcher. */
public final class LauncherName implements ITypeConverter<String> {
  /** Whichever helps without being asked for. */
  public static final String AUTO = "auto";

  /** Shown in the help. */
  static final String LABEL = "auto|ccache|distcc|icecc|sccache|none";

  @Override
  public String convert(String name) {
    if (!name.equals(AUTO) && Launcher.named(name).isEmpty()) {
      throw new TypeConversionException(
          "'" + name + "' is not a launcher; there are " + String.join(", ", names()));
    }
    return name;
  }

  private static List<String> names() {
    return Stream.of(LABEL.split("\\|")).toList();
  }
}
