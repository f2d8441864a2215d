// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import io.github.twlen.cli.command.CommandTree;
import io.github.twlen.cli.completion.BashCompletion;
import io.github.twlen.cli.completion.ZshCompletion;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/**
 * Writes the completion scripts and the sources of the manual at packaging time: picocli's page for
 * each command, with our sections at its end. Not in the jar.
 */
public final class ManualPages {
  /** Commands that use neither the environment nor files. */
  private static final List<String> PRINTING = List.of("completion", "help");

  private final CommandSpec root;
  private final String date;
  private final Path sections;

  /**
   * @param version such as 0.1.0
   * @param date the day of the release, such as 2026-11-23, for the foot of each page
   * @param sections the directory with {@code environment.adoc} and the examples of each page
   */
  ManualPages(String version, String date, Path sections) {
    this.root = model();
    this.date = date;
    this.sections = sections;
    all(root).forEach(command -> prepare(command, version));
  }

  /** Returns the command model of the program. */
  static CommandSpec model() {
    return CommandTree.whole(context()).getCommandSpec();
  }

  /** Returns a context for the model only. */
  static Context context() {
    return Context.of(OutputStream.nullOutputStream(), System.err, Map.of());
  }

  /**
   * Writes everything.
   *
   * @param arguments version, date, directory of the sections, of the pages, of the completion
   *     scripts, and of the answers of {@link PreparedAnswers}
   */
  public static void main(String[] arguments) throws IOException {
    Path completion = Files.createDirectories(Path.of(arguments[4]));
    Files.writeString(completion.resolve("twlen.bash"), BashCompletion.text(model()));
    Files.writeString(completion.resolve("_twlen"), new ZshCompletion(model()).text());
    PreparedFiles.write(Path.of(arguments[5]));
    new ManualPages(arguments[0], arguments[1], Path.of(arguments[2])).write(Path.of(arguments[3]));
  }

  /** Writes the pages, such as {@code twlen-cache-list.adoc}. */
  void write(Path folder) throws IOException {
    Files.createDirectories(folder);
    int failed =
        ManPageGenerator.generateManPage(folder.toFile(), null, new boolean[0], false, root);
    if (failed != 0) {
      throw new IOException("cannot write the manual in " + folder + ": exit code " + failed);
    }
    for (CommandSpec command : all(root)) {
      Path page = folder.resolve(command.qualifiedName("-") + ".adoc");
      Files.writeString(page, finished(command, Files.readString(page)));
    }
  }

  /** Returns all visible commands, each before its subcommands. */
  static List<CommandSpec> all(CommandSpec command) {
    List<CommandSpec> all = new ArrayList<>(List.of(command));
    command.subcommands().values().stream()
        .map(CommandLine::getCommandSpec)
        .filter(below -> !below.usageMessage().hidden())
        .forEach(below -> all.addAll(all(below)));
    return all;
  }

  private void prepare(CommandSpec command, String version) {
    command.versionProvider(() -> new String[] {"twlen " + version});
    UsageMessageSpec usage = command.usageMessage();
    usage.exitCodeListHeading("Exit status%n");
    usage.exitCodeList(root.usageMessage().exitCodeList());
    // The summary begins lower-case and has no full stop (man-pages(7)).
    String[] summary = usage.header().length > 0 ? usage.header() : usage.description();
    usage.header(
        summary[0].substring(0, 1).toLowerCase(java.util.Locale.ROOT)
            + summary[0].substring(1).replaceFirst("\\.$", ""));
  }

  private String finished(CommandSpec command, String page) throws IOException {
    String own = command.qualifiedName("-") + ".adoc";
    StringBuilder text = new StringBuilder();
    // The default is the day of the build.
    text.append(page.replaceFirst("(?m)^:doctype: manpage$", "$0\n:docdate: " + date));
    if (!PRINTING.contains(command.name())) {
      text.append('\n').append(Files.readString(sections.resolve("environment.adoc")));
    }
    if (Files.exists(sections.resolve(own))) {
      text.append('\n').append(Files.readString(sections.resolve(own)));
    }
    text.append("\n== See also\n\n").append(seeAlso(command)).append('\n');
    return text.toString();
  }

  /** Returns the related pages: parent, siblings and subcommands; for the first page, all. */
  private String seeAlso(CommandSpec command) {
    Map<String, CommandSpec> pages = new TreeMap<>();
    CommandSpec top = command.parent() == null ? command : command.parent();
    for (CommandSpec other : all(command == root ? root : top)) {
      pages.put(other.qualifiedName("-"), other);
    }
    pages.put(root.qualifiedName("-"), root);
    pages.remove(command.qualifiedName("-"));
    return pages.keySet().stream()
        .map(name -> "*" + name + "*(1)")
        .collect(Collectors.joining(", "));
  }
}
