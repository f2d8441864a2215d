// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.completion;

import io.github.twlen.build.launcher.Launcher;
import io.github.twlen.cli.command.CommandTree;
import io.github.twlen.cli.command.CompletionCommand;
import io.github.twlen.cli.option.EnvironmentOptions;
import io.github.twlen.cli.option.GuestOptions;
import io.github.twlen.cli.option.LauncherName;
import io.github.twlen.cli.option.MakeOptions;
import io.github.twlen.patch.FinTimeout;
import io.github.twlen.recipe.reader.RecipeBook;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The words that a shell offers where a command takes one of a few. */
public final class Candidates {
  private Candidates() {}

  /** Where a file may stand too. */
  interface OrFile {}

  /** The recipes that are packed; those of a user's are not looked for while a shell waits. */
  public static final class Recipes implements Iterable<String>, OrFile {
    @Override
    public Iterator<String> iterator() {
      return new RecipeBook(List.of()).names().iterator();
    }
  }

  /** Of {@code twlen help}. */
  public static final class Commands implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return CommandTree.names().iterator();
    }
  }

  /** Of {@code --config}. */
  public static final class Configs implements Iterable<String>, OrFile {
    @Override
    public Iterator<String> iterator() {
      return List.of("minimal", "vendor", "running", "defconfig").iterator();
    }
  }

  /** Of {@code --target}; bzImage is always made. */
  public static final class Targets implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return MakeOptions.PACKAGES.iterator();
    }
  }

  /** Of {@code --launcher}. */
  public static final class Launchers implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.concat(
              Stream.of(LauncherName.AUTO),
              Arrays.stream(Launcher.values()).map(Launcher::optionName))
          .iterator();
    }
  }

  /** Of {@code --fin-timeout}. */
  public static final class FinTimeouts implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return words(FinTimeout.values());
    }
  }

  /** Of {@code --guest}. */
  public static final class Guests implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return words(GuestOptions.Kind.values());
    }
  }

  /** Of {@code --in}. */
  public static final class Environments implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return words(EnvironmentOptions.Kind.values());
    }
  }

  /** Of {@code twlen completion}. */
  public static final class Shells implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return words(CompletionCommand.Shell.values());
    }
  }

  private static Iterator<String> words(Enum<?>[] values) {
    return Arrays.stream(values).map(value -> value.name().toLowerCase(Locale.ROOT)).iterator();
  }
}
