// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.vagrant.FakeTools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Uses a script instead of ssh that runs a local shell. */
@Timeout(60)
class SshConnectionTest {
  private static final Duration TIME = Duration.ofSeconds(30);

  @TempDir Path temp;
  private FakeTools fake;
  private Path there;
  private Path here;

  @BeforeEach
  void createDirectories() throws IOException {
    fake = new FakeTools(temp.resolve("tools"));
    there = temp.resolve("there");
    here = Files.createDirectories(temp.resolve("here/work"));
  }

  private SshConnection connect(String ssh) {
    List<String> program = new ArrayList<>(fake.with("", ssh).ssh());
    program.add("host");
    return SshConnection.ofGuest(program, new CommandRunner());
  }

  @Test
  void passesArgumentsUnchanged() throws Exception {
    List<String> heard = new ArrayList<>();
    CommandResult result =
        connect("")
            .run(
                List.of(
                    "sh", "-c", "pwd; echo \"$A|$1\"; echo err >&2; exit 7", "sh", "it's $HOME"),
                there.toString(),
                Map.of("A", "b c"),
                TIME,
                heard::add);
    assertThat(result.exit()).isEqualTo(7);
    assertThat(result.output()).containsExactly(there.toString(), "b c|it's $HOME");
    assertThat(heard).contains("err", "b c|it's $HOME");
    assertThat(fake.calls()).first().asString().contains("BatchMode=yes", "ConnectTimeout");
  }

  @Test
  void returnsExitCode255OfTheCommand() throws Exception {
    List<String> heard = new ArrayList<>();
    CommandResult result =
        connect("")
            .run(
                List.of("sh", "-c", "echo mine >&2; exit 255"),
                there.toString(),
                Map.of(),
                TIME,
                heard::add);
    assertThat(result.exit()).isEqualTo(255);
    assertThat(result.errors()).containsExactly("mine");
    assertThat(heard).containsExactly("mine");
  }

  @Test
  void reportsExitCode255OfSshAsALostConnection() {
    SshConnection connection =
        connect("echo 'client_loop: send disconnect: Broken pipe' >&2; exit 255\n");
    GuestException exception =
        catchThrowableOfType(
            GuestException.class,
            () -> connection.run(List.of("make"), "/work", Map.of(), TIME, line -> {}));
    assertThat(exception.side()).isEqualTo(GuestException.Side.GUEST);
    assertThat(exception.what())
        .isEqualTo(
            "the connection to the guest was lost: client_loop: send disconnect: Broken pipe");
    assertThat(exception.remedy()).contains("make");
  }

  /** Neither data of standard output nor a script belongs in the message. */
  @Test
  void namesALostHostWithoutItsData() throws Exception {
    String breaks = "for last; do :; done\necho '18: 0100007F:1F90'; exit 255\n";
    List<String> program = new ArrayList<>(fake.with("", breaks).ssh());
    program.add("me@web1");
    SshConnection connection = new SshConnection(program, new CommandRunner());
    GuestException exception =
        catchThrowableOfType(
            GuestException.class,
            () ->
                connection.run(
                    List.of("sh", "-c", "one\ntwo"), "/tmp", Map.of(), TIME, line -> {}));
    assertThat(exception.what()).isEqualTo("the connection to me@web1 was lost");
    assertThat(exception.remedy()).doesNotContain("one", "\n").contains("`ssh`");
  }

  @Test
  void shortensTheScriptInTheMessage() {
    SshConnection connection = connect("exit 255\n");
    GuestException exception =
        catchThrowableOfType(
            GuestException.class,
            () ->
                connection.run(
                    List.of("sh", "-c", "one\ntwo"), "/tmp", Map.of(), TIME, line -> {}));
    assertThat(exception.what()).isEqualTo("the connection to the guest was lost");
    assertThat(exception.remedy()).contains("one...").doesNotContain("\n");
  }

  @Test
  void sendsADirectory() throws Exception {
    FileTime time = FileTime.fromMillis(1_000_000_000_000L);
    Path file = Files.createDirectories(here.resolve("a b")).resolve("f'ü");
    Files.write(file, new byte[3_000_000]);
    Files.setLastModifiedTime(file, time);
    Files.createDirectories(there.resolve("work"));
    Files.writeString(there.resolve("work/old"), "of another run");

    new SshFiles(connect("")).send(here, there + "/work");
    Path copy = there.resolve("work/a b/f'ü");
    assertThat(copy).hasBinaryContent(new byte[3_000_000]);
    assertThat(Files.getLastModifiedTime(copy)).isEqualTo(time);
    assertThat(there.resolve("work/old")).doesNotExist();

    Files.delete(file);
    new SshFiles(connect("")).send(file, copy.toString());
    assertThat(copy).doesNotExist();
  }

  @Test
  void bringsMatchingFilesOnly() throws Exception {
    Path work = there.resolve("work");
    for (String file : List.of("RPMS/x/one.rpm", "RPMS/two.rpm", "RPMS/three.txt", "four.rpm")) {
      Files.createDirectories(work.resolve(file).getParent());
      Files.writeString(work.resolve(file), file);
    }
    Files.setLastModifiedTime(
        work.resolve("RPMS/two.rpm"), FileTime.fromMillis(1_000_000_000_000L));
    SshFiles files = new SshFiles(connect(""));
    files.bring(work.toString(), "RPMS/*.rpm", here);
    assertThat(here.resolve("RPMS/x/one.rpm")).hasContent("RPMS/x/one.rpm");
    assertThat(Files.getLastModifiedTime(here.resolve("RPMS/two.rpm")).toMillis())
        .isEqualTo(1_000_000_000_000L);
    assertThat(here.resolve("RPMS/three.txt")).doesNotExist();
    assertThat(here.resolve("four.rpm")).doesNotExist();

    files.bring(work.toString(), "*.rpm", here);
    assertThat(here.resolve("four.rpm")).exists();
    files.bring(work.toString(), "RPMS/three.txt", here);
    assertThat(here.resolve("RPMS/three.txt")).exists();
    files.bring(work.toString(), "nowhere/*.deb", here);
    files.bring(work.toString(), "RPMS/[t]*.txt", here);
  }

  @Test
  void bringsNoLinks() throws Exception {
    Path work = Files.createDirectories(there.resolve("work/RPMS"));
    Path other = Files.createDirectories(there.resolve("other"));
    Files.createSymbolicLink(work.resolve("x"), other);
    Files.createSymbolicLink(work.resolve("a.rpm"), other.resolve("a.rpm"));
    Files.writeString(work.resolve("b.rpm"), "b");
    new SshFiles(connect("")).bring(there + "/work", "RPMS/*", here);
    try (Stream<Path> brought = Files.list(here.resolve("RPMS"))) {
      assertThat(brought).containsExactly(here.resolve("RPMS/b.rpm"));
    }
    try (Stream<Path> all = Files.list(here)) {
      assertThat(all).containsExactly(here.resolve("RPMS"));
    }
  }

  @Test
  void reportsAFullDisk() throws Exception {
    Files.writeString(here.resolve("f"), "x");
    SshConnection connection =
        connect(
            "cat > /dev/null; echo 'tar: f: Cannot write: No space left on device' >&2; exit 2\n");
    GuestException exception =
        catchThrowableOfType(
            GuestException.class, () -> new SshFiles(connection).send(here, "/nowhere/work"));
    assertThat(exception.what()).contains("No space left on device");
    assertThat(exception.side()).isEqualTo(GuestException.Side.HOST);
  }

  @Test
  void reportsALostConnectionDuringACopy() {
    SshConnection connection =
        connect("echo half | head -c 3; echo 'Connection reset' >&2; exit 255\n");
    GuestException exception =
        catchThrowableOfType(
            GuestException.class, () -> new SshFiles(connection).bring("/work", "*.rpm", here));
    assertThat(exception.what()).startsWith("the connection to the guest was lost");
  }
}
