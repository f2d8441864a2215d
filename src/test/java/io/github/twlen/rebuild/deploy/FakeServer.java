// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild.deploy;

import io.github.twlen.Progress;
import io.github.twlen.process.TestRun;
import io.github.twlen.rebuild.OutputFolder;
import io.github.twlen.rebuild.ProgramCall;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.recipe.reader.Architectures;
import io.github.twlen.report.Report;
import io.github.twlen.verify.InstallScript;
import io.github.twlen.verify.probe.SimulatedProbe;
import io.github.twlen.verify.server.Patience;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A simulated server: files of {@code src/test/fakeserver} in a directory of its own. */
final class FakeServer {
  static final String OLD = "6.1.0-18-amd64";
  static final String NEW = "6.1.192-tw2";
  static final int WANTED = 2;
  private static final Pattern SAMPLE = Pattern.compile("@twlen1 sample ([0-9.]+) .*");
  private static final double FIRST_SAMPLE = 2.3;
  private static final Path FILES = Path.of("src/test/fakeserver");
  private static final String LOOK =
      """
      @twlen1 machine x86_64
      @twlen1 system Debian GNU/Linux 12 (bookworm)
      @twlen1 uptime 3600000
      @twlen1 kind deb
      @twlen1 free /boot 400000 /boot
      @twlen1 free /lib/modules 9000000 /
      @twlen1 free /var/tmp 9000000 /
      @twlen1 initramfs 30000
      @twlen1 secure-boot disabled
      @twlen1 loader debian
      """;

  private final Path folder;
  private final Path kernel;
  private final List<String> said = new ArrayList<>();
  private boolean reboot;
  private boolean keep;
  private boolean stock = true;

  FakeServer(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder.resolve("server"));
    program("ssh", Files.readString(FILES.resolve("ssh")));
    Files.createDirectories(this.folder.resolve("bin"));
    program("bin/sudo", "#!/bin/sh\n[ \"$1\" = -n ] && shift\nas_root=yes exec \"$@\"\n");
    program("bin/id", "#!/bin/sh\necho 1000\n");
    write("look", LOOK);
    write("running", OLD);
    write("default", OLD);
    write("boot", "1");
    measures(OLD, 60);
    measures(NEW, WANTED);
    kernel = folder.resolve("vmlinuz");
    ByteBuffer image = ByteBuffer.allocate(0x8000).order(ByteOrder.LITTLE_ENDIAN);
    image.put(0x202, "HdrS".getBytes(StandardCharsets.US_ASCII));
    image.putShort(0x20e, (short) 0x3000);
    image.put(0x3200, (NEW + " (me@here)\0").getBytes(StandardCharsets.US_ASCII));
    Files.write(kernel, image.array());
  }

  /** Sets the TIME_WAIT length that a kernel has, in seconds. */
  void measures(String release, int seconds) throws IOException {
    List<String> lines =
        new SimulatedProbe()
            .release(release)
            .births(2)
            .length(seconds, seconds + 0.02)
            .finTimeout(seconds)
            .every(seconds == WANTED ? 0.01 : 0.25)
            .lines();
    write("transcript-" + release, String.join("\n", seconds == WANTED ? late(lines) : lines));
  }

  /**
   * Removes the samples of the first seconds. The script prints all lines at once, and the clock of
   * a server may be late by a second.
   */
  private static List<String> late(List<String> lines) {
    List<String> kept = new ArrayList<>();
    boolean early = false;
    for (String line : lines) {
      Matcher sample = SAMPLE.matcher(line);
      if (sample.matches()) {
        early = Double.parseDouble(sample.group(1)) < FIRST_SAMPLE;
      }
      boolean ofSample = sample.matches() || line.startsWith("@twlen1 row ");
      if (!(early && ofSample) && !line.startsWith("@twlen1 end ")) {
        kept.add(line);
      }
    }
    kept.add("@twlen1 end " + kept.size());
    return kept;
  }

  void program(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    write(name, text);
    if (!file.toFile().setExecutable(true)) {
      throw new IOException(file + " cannot be made executable");
    }
  }

  /** Sets a file of the state. */
  FakeServer write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text + "\n");
    return this;
  }

  /** Returns a file of the state; empty if it does not exist. */
  String read(String name) {
    try {
      Path file = folder.resolve(name);
      return Files.exists(file) ? Files.readString(file).strip() : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void clear(String name) throws IOException {
    Files.deleteIfExists(folder.resolve(name));
  }

  boolean has(String name) {
    return Files.exists(folder.resolve(name));
  }

  /** Returns the verbs and measurements since the last call. */
  List<String> verbs() throws IOException {
    List<String> verbs = read("verbs").lines().toList();
    clear("verbs");
    return verbs;
  }

  Path folder() {
    return folder;
  }

  List<String> said() {
    return said;
  }

  FakeServer rebooting() {
    reboot = true;
    return this;
  }

  FakeServer keeping() {
    keep = true;
    return this;
  }

  FakeServer withoutStock() {
    stock = false;
    return this;
  }

  Report deploy() {
    return new Deployment(
            request(List.of("twlen", "deploy", "k.deb", "--ssh", "web1", "--seconds", "2")),
            new Deployment.Wanted(
                kernel,
                Architectures.bundled(),
                new TimewaitLength(WANTED),
                Optional.empty(),
                keep,
                stock),
            TestRun.with(folder.resolve("../cache"), progress()))
        .call();
  }

  Report back(boolean named) {
    return new Removal(
            request(List.of("twlen", "deploy", "--back", "--ssh", "web1")),
            named ? Optional.of(kernel) : Optional.empty(),
            Architectures.bundled(),
            TestRun.with(folder.resolve("../cache"), progress()))
        .call();
  }

  private ServerRequest request(List<String> typed) {
    return new ServerRequest(
        List.of(folder.resolve("ssh").toString(), "web1"),
        List.of("Port=2222"),
        reboot,
        new Patience(Duration.ofSeconds(2), Duration.ofMillis(5)),
        FakeServer::packed,
        new OutputFolder(folder.resolveSibling("out").toAbsolutePath().normalize()),
        new ProgramCall(typed, "1", Locale.ROOT));
  }

  private static Optional<byte[]> packed(String name) {
    try {
      return Optional.of(
          name.endsWith(InstallScript.NAME)
              ? Files.readAllBytes(FILES.resolve(InstallScript.NAME))
              : new byte[0]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Progress progress() {
    return new Progress() {
      @Override
      public void say(String line) {
        said.add(line);
      }

      @Override
      public void status(String text) {}
    };
  }
}
