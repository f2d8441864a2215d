// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.manual;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Runs the commands of a block in one bash and one directory. The bash has its own network
 * namespace, so sysctl commands do not change this host.
 */
final class BlockRunner {
  private static final String END = "@manual-end ";

  private final Path folder;
  private final Map<String, String> environment;

  /**
   * @param folder the working directory, which the page calls {@code /home/me}
   * @param environment additional variables
   */
  BlockRunner(Path folder, Map<String, String> environment) {
    this.folder = folder;
    this.environment = Map.copyOf(environment);
  }

  /**
   * Runs the block and compares its output.
   *
   * @return the differences with their places; empty without any
   */
  List<String> run(CommandBlock block) throws IOException, InterruptedException {
    List<CommandBlock.Shown> commands = block.commands();
    StringBuilder script = new StringBuilder(block.language().equals("sh") ? "set -e\n" : "");
    for (CommandBlock.Shown command : commands) {
      // Restores the exit status for an `echo $?`.
      script
          .append(command.text())
          .append("\nstatus_=$?; printf '\\n%s%d\\n' '")
          .append(END)
          .append("' $status_; (exit $status_)\n");
    }
    String[] printed = (bash(script.toString()) + "\n").split("\n" + END, -1);
    List<String> wrong = new ArrayList<>();
    for (int i = 0; i < commands.size(); i++) {
      String before = i == 0 ? printed[0] : printed[Math.min(i, printed.length - 1)];
      String output = i == 0 ? before : before.substring(before.indexOf('\n') + 1);
      if (i + 1 >= printed.length) {
        wrong.add(block.place() + ": exited in: " + commands.get(i).text() + "\n" + output);
        return wrong;
      }
      String status = printed[i + 1].lines().findFirst().orElse("");
      boolean asked = i + 1 < commands.size() && commands.get(i + 1).asksForStatus();
      if (!status.equals("0") && !asked) {
        wrong.add(
            block.place()
                + ": exit status "
                + status
                + " of: "
                + commands.get(i).text()
                + "\n"
                + output);
      }
      String difference =
          ShownOutput.difference(commands.get(i).shown(), output, folder.toString());
      if (!difference.isEmpty()) {
        wrong.add(block.place() + ": " + commands.get(i).text() + ": " + difference);
      }
    }
    return wrong;
  }

  private String bash(String script) throws IOException, InterruptedException {
    Path output = Files.createTempFile("block", ".out");
    try {
      String alone = "ip link set lo up && exec bash -c \"$1\"";
      ProcessBuilder builder =
          new ProcessBuilder("unshare", "--net", "bash", "-c", alone, "bash", script)
              .directory(folder.toFile())
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      Process process = builder.start();
      if (!process.waitFor(10, TimeUnit.MINUTES)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        throw new AssertionError("no end after 10 minutes: " + script);
      }
      return Files.readString(output, StandardCharsets.UTF_8);
    } finally {
      Files.delete(output);
    }
  }
}
