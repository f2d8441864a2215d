// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import io.github.twlen.recipe.reader.Architectures;

/** The bundled architectures, by name. */
public final class SampleArchitectures {
  public static final Architectures ALL = Architectures.bundled();
  public static final Architecture X86_64 = ALL.named("x86_64");
  public static final Architecture ARM64 = ALL.named("arm64");

  private SampleArchitectures() {}
}
