// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * A folder that looks like a guest's root file system: a shell, busybox for the small programs, and
 * {@link StubPrograms} for those that install kernels. The install script runs in it by chroot, as
 * it is sent through ssh: as the text behind {@code sh -c}. Nothing is mounted there.
 */
public final class GuestFolder {
  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");
  private static final CommandRunner RUNNER = new CommandRunner();

  /**
   * The programs of busybox that the script and the stubs call; rpm and dpkg are not among them.
   */
  private static final List<String> APPLETS =
      List.of(
          "cat", "cp", "env", "find", "grep", "head", "ls", "mkdir", "mktemp", "mv", "rm", "sed",
          "sort", "sync", "tail", "tar", "tr");

  /** The shells that the script is to run in. */
  public enum Shell {
    /** As Debian's {@code /bin/sh}. */
    DASH,
    /** As busybox has it. */
    ASH
  }

  /**
   * What the script did.
   *
   * @param exit its exit code
   * @param said its {@code @twlen1} lines without the mark
   * @param calls what it called, in order, with {@code |} between the words
   * @param output all that it printed
   */
  public record Run(int exit, List<String> said, List<String> calls, List<String> output) {}

  private final Path root;
  private final Shell shell;
  private final List<String> stubs = new ArrayList<>();

  public GuestFolder(Path root, Shell shell, String... stubs) throws IOException {
    this.root = root;
    this.shell = shell;
    for (String folder :
        List.of("bin", "usr/sbin", "proc", "boot", "etc", "dev", "tmp", "var/tmp", "usr/lib")) {
      Files.createDirectories(root.resolve(folder));
    }
    // A plain file: a real one needs a file system that is not mounted with nodev.
    write("dev/null", "");
    // Since /usr is merged; el6 alone has none, which makes no difference here.
    Files.createSymbolicLink(root.resolve("lib"), Path.of("usr/lib"));
    Files.copy(BUSYBOX, root.resolve("bin/busybox"));
    for (String applet : APPLETS) {
      Files.createSymbolicLink(root.resolve("bin").resolve(applet), Path.of("busybox"));
    }
    if (shell == Shell.ASH) {
      Files.createSymbolicLink(root.resolve("bin/sh"), Path.of("busybox"));
    } else {
      dash();
    }
    for (String stub : stubs) {
      stub(stub);
    }
  }

  private void dash() throws IOException {
    Files.copy(Path.of("/bin/dash"), root.resolve("bin/sh"));
    String libraries = String.join("\n", RUNNER.run(Command.of("ldd", "/bin/dash")).output());
    Matcher library = LIBRARY.matcher(libraries);
    while (library.find()) {
      Path file = Path.of(library.group(1));
      Path copy = root.resolve(file.toString().substring(1));
      Files.createDirectories(copy.getParent());
      Files.copy(file.toRealPath(), copy);
    }
  }

  /** Puts a stub in place; it is found before the program of busybox that has its name. */
  public void stub(String program) throws IOException {
    Path file = write("usr/sbin/" + program, StubPrograms.text(program));
    if (!file.toFile().setExecutable(true)) {
      throw new IOException(file + " cannot be made executable");
    }
    stubs.add(program);
  }

  /** Writes a file of the guest. */
  public Path write(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  /** Reads a file of the guest. */
  public String read(String path) throws IOException {
    return Files.readString(root.resolve(path));
  }

  public Path path(String path) {
    return root.resolve(path);
  }

  /** Makes a package: a tar of these files, each holding its own name. */
  public String pack(String path, String... files) throws IOException {
    Path archive = write(path, "");
    try (var tar = new TarArchiveOutputStream(Files.newOutputStream(archive))) {
      for (String file : files) {
        String folder = "";
        for (String part : file.substring(0, file.lastIndexOf('/')).split("/")) {
          folder += part + "/";
          tar.putArchiveEntry(new TarArchiveEntry(folder));
          tar.closeArchiveEntry();
        }
        byte[] text = file.getBytes(StandardCharsets.US_ASCII);
        TarArchiveEntry entry = new TarArchiveEntry(file);
        entry.setSize(text.length);
        tar.putArchiveEntry(entry);
        tar.write(text);
        tar.closeArchiveEntry();
      }
    }
    return "/" + path;
  }

  /**
   * Everything in the guest but the record of the calls and /dev/null: path and content, or where a
   * link leads.
   */
  public Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (var walk = Files.walk(root)) {
      for (Path file : walk.filter(f -> !Files.isDirectory(f)).toList()) {
        String name = root.relativize(file).toString();
        if (Files.isSymbolicLink(file)) {
          files.put(name, "-> " + Files.readSymbolicLink(file));
        } else if (!name.equals("calls") && !name.equals("dev/null")) {
          files.put(name, Files.size(file) + " " + Files.getLastModifiedTime(file));
        }
      }
    }
    return files;
  }

  /** Runs the script with these arguments. */
  public Run run(String... arguments) throws IOException {
    Files.deleteIfExists(root.resolve("calls"));
    String script = Files.readString(Path.of("vagrant/install/kernel-install.sh"));
    if (shell == Shell.ASH) {
      // This busybox prefers its own programs to those in the PATH.
      script =
          stubs.stream()
                  .filter(stub -> !stub.contains("-"))
                  .map(stub -> stub + "() { /usr/sbin/" + stub + " \"$@\"; }\n")
                  .collect(Collectors.joining())
              + script;
    }
    Command command =
        Command.of("chroot", root.toString(), "/bin/sh", "-c", script, "install")
            .with(arguments)
            .withEnvironment("PATH", "/usr/sbin:/usr/bin:/bin");
    CommandResult result = RUNNER.run(command);
    List<String> calls =
        Files.exists(root.resolve("calls")) ? Files.readAllLines(root.resolve("calls")) : List.of();
    List<String> output = new ArrayList<>(result.output());
    output.addAll(result.errors());
    List<String> said =
        result.output().stream()
            .filter(line -> line.startsWith("@twlen1 "))
            .map(line -> line.substring("@twlen1 ".length()))
            .toList();
    return new Run(result.exit(), said, calls, output);
  }
}
