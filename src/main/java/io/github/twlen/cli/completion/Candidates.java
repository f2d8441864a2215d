// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.completion;

import io.github.twlen.cli.command.CommandTree;
import io.github.twlen.cli.option.LauncherName;
import io.github.twlen.cli.option.MakeOptions;
import io.github.twlen.recipe.Architecture;
import io.github.twlen.recipe.reader.Architectures;
import io.github.twlen.recipe.reader.RecipeBook;
import java.util.Iterator;
import java.util.List;

/** The values that a shell offers where picocli cannot take them from an enum. */
public final class Candidates {
  private Candidates() {}

  /** Values of an option that also accepts a file name. */
  interface OrFile {}

  /** The packed recipes; searching the user's directories would take too long. */
  public static final class Recipes implements Iterable<String>, OrFile {
    @Override
    public Iterator<String> iterator() {
      return new RecipeBook(List.of()).names().iterator();
    }
  }

  /** The commands, for {@code twlen help}. */
  public static final class Commands implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return CommandTree.names().iterator();
    }
  }

  /** The values of {@code --config}. */
  public static final class Configs implements Iterable<String>, OrFile {
    @Override
    public Iterator<String> iterator() {
      return List.of("minimal", "vendor", "running", "defconfig").iterator();
    }
  }

  /** The values of {@code --target}. */
  public static final class Targets implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return MakeOptions.PACKAGES.iterator();
    }
  }

  /** The values of {@code --arch}. */
  public static final class ArchitectureNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Architectures.bundled().all().stream().map(Architecture::name).iterator();
    }
  }

  /** The values of {@code --launcher}. */
  public static final class Launchers implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return LauncherName.NAMES.iterator();
    }
  }
}
