package io.github.twlen.process.vagrant;

import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/** Everything that Vagrant says, at the end of one file. */
final class VagrantLog implements Consumer<String>, AutoCloseable {
  private final Path file;
  private final Writer writer;

  VagrantLog(Path file) {
    this.file = file;
    try {
      this.writer =
          Files.newBufferedWriter(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw WorkspaceFailure.writing(file, e);
    }
  }

  @Override
  public void accept(String line) {
    try {
      writer.write(line + "\n");
      writer.flush();
    } catch (IOException e) {
      throw WorkspaceFailure.writing(file, e);
    }
  }

  @Override
  public void close() {
    try {
      writer.close();
    } catch (IOException e) {
      throw WorkspaceFailure.writing(file, e);
    }
  }
}
