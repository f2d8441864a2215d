// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelOptionsTest {
  private static final String ON = "CONFIG_INET=y\nCONFIG_INET_DIAG_DESTROY=y\n";
  private static final String OFF = "CONFIG_INET=y\n# CONFIG_INET_DIAG_DESTROY is not set\n";

  @TempDir Path root;

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private void compress(String text) throws IOException {
    Path path = root.resolve("proc/config.gz");
    Files.createDirectories(path.getParent());
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
      out.write(text.getBytes(StandardCharsets.US_ASCII));
    }
  }

  @Test
  void readsTheConfigurationOfTheKernelItself() throws IOException {
    write("boot/config-6.1.0", OFF);
    compress(ON);
    assertThat(KernelOptions.diagDestroy(root, "6.1.0")).contains(true);
  }

  @Test
  void readsTheFileBesideTheKernel() throws IOException {
    write("boot/config-6.1.0", ON);
    write("lib/modules/6.2.0/config", OFF);
    assertThat(KernelOptions.diagDestroy(root, "6.1.0")).contains(true);
    assertThat(KernelOptions.diagDestroy(root, "6.2.0")).contains(false);
  }

  @Test
  void knowsNothingWithoutAConfiguration() throws IOException {
    assertThat(KernelOptions.diagDestroy(root, "6.1.0")).isEmpty();
    assertThat(KernelOptions.diagDestroy(root, "../../../etc/passwd")).isEmpty();
    write("proc/config.gz", "not compressed");
    assertThat(KernelOptions.diagDestroy(root, "6.1.0")).isEmpty();
  }

  @Test
  void keepsOneLineInACopy() {
    for (boolean on : new boolean[] {true, false}) {
      assertThat(KernelOptions.parse(KernelOptions.line(on).strip())).contains(on);
    }
    assertThat(KernelOptions.parse("CONFIG_INET_DIAG_DESTROY=m")).isEmpty();
  }
}
