// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import io.github.twlen.cli.command.CommandTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** Writes the files of {@link PreparedAnswers} at packaging time, from picocli's model. */
final class PreparedFiles {
  private PreparedFiles() {}

  /** Writes all files. */
  static void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    StringBuilder words = new StringBuilder();
    write(CommandTree.whole(ManualPages.context()), folder, words);
    Files.writeString(folder.resolve(PreparedAnswers.WORDS), words);
    ByteArrayOutputStream recipes = new ByteArrayOutputStream();
    // Without a home, the bundled recipes only.
    int exit = Main.run(recipes, System.err, Map.of("HOME", "/nonexistent"), "recipes", "list");
    if (exit != 0) {
      throw new IOException("cannot list the recipes: exit code " + exit);
    }
    Files.write(folder.resolve(PreparedAnswers.RECIPES), recipes.toByteArray());
  }

  private static void write(CommandLine command, Path folder, StringBuilder words)
      throws IOException {
    String name = command.getCommandSpec().qualifiedName("-");
    String help = command.getUsageMessage(CommandLine.Help.defaultColorScheme(Ansi.ON));
    Files.writeString(folder.resolve(name + ".txt"), help);
    words.append(ParserError.words(command.getCommandSpec()).line()).append('\n');
    for (CommandLine below : List.copyOf(command.getSubcommands().values())) {
      write(below, folder, words);
    }
  }
}
