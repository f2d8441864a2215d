// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.verify.InstallScript;
import io.github.twlen.workspace.Digests;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * A simulated root file system of a guest: a shell, busybox, and {@link StubPrograms} for the
 * programs that install kernels. The install script runs in it by chroot, as an argument of {@code
 * sh -c}, as over ssh.
 */
public final class GuestFolder {
  private static final Path BUSYBOX = Path.of("/bin/busybox");
  private static final Pattern LIBRARY = Pattern.compile("(/\\S+) \\(0x");
  private static final CommandRunner RUNNER = new CommandRunner();

  /** The applets of busybox that the script and the stubs use. */
  private static final List<String> APPLETS =
      List.of(
          "awk",
          "cat",
          "cp",
          "dd",
          "dirname",
          "env",
          "find",
          "grep",
          "head",
          "ls",
          "md5sum",
          "mkdir",
          "mktemp",
          "mv",
          "od",
          "readlink",
          "rm",
          "sed",
          "sleep",
          "sort",
          "sync",
          "tail",
          "tar",
          "tr");

  /** The shells that the script must support. */
  public enum Shell {
    /** The {@code /bin/sh} of Debian. */
    DASH,
    /** The shell of busybox. */
    ASH
  }

  /**
   * The result of the script.
   *
   * @param said its {@code @twlen1} lines without the mark
   * @param calls its calls in order, with {@code |} between the arguments
   * @param output all output
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
    write("record", StubPrograms.RECORD);
    write("newkernel", StubPrograms.included("newkernel"));
    write("probe", "ext2\n");
    // A regular file: a device needs a file system without nodev.
    write("dev/null", "");
    // el6 has no merged /usr, which makes no difference here.
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

  /** Adds a stub, which precedes the applet of its name. */
  public void stub(String program) throws IOException {
    stub(program, program);
  }

  /** Adds a stub under another name. */
  public void stub(String program, String text) throws IOException {
    Path file = write("usr/sbin/" + program, StubPrograms.text(text));
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

  /**
   * Creates a package: a tar of files that contain their own names; the same files, the same tar.
   */
  public String pack(String path, String... files) throws IOException {
    Path archive = write(path, "");
    try (var tar = new TarArchiveOutputStream(Files.newOutputStream(archive))) {
      for (String file : files) {
        String folder = "";
        for (String part : file.substring(0, file.lastIndexOf('/')).split("/")) {
          folder += part + "/";
          TarArchiveEntry entry = new TarArchiveEntry(folder);
          entry.setModTime(0L);
          tar.putArchiveEntry(entry);
          tar.closeArchiveEntry();
        }
        byte[] text = file.getBytes(StandardCharsets.US_ASCII);
        TarArchiveEntry entry = new TarArchiveEntry(file);
        entry.setSize(text.length);
        entry.setModTime(0L);
        tar.putArchiveEntry(entry);
        tar.write(text);
        tar.closeArchiveEntry();
      }
    }
    return "/" + path;
  }

  /**
   * Returns the content of all files and the targets of links, except the record of calls,
   * temporary files and /dev/null.
   */
  public Map<String, String> files() throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (var walk = Files.walk(root)) {
      for (Path file : walk.filter(f -> !Files.isDirectory(f)).toList()) {
        String name = root.relativize(file).toString();
        if (Files.isSymbolicLink(file)) {
          files.put(name, "-> " + Files.readSymbolicLink(file));
        } else if (!name.equals("calls")
            && !name.equals("dev/null")
            && !name.equals("tmp/environment")) {
          files.put(name, Digests.sha256(file));
        }
      }
    }
    return files;
  }

  /** Restarts the guest, and returns the release that it boots. */
  public String boot() throws IOException {
    String release = new NextBoot(root).call();
    write("running", release + "\n");
    return release;
  }

  /** Runs the script. */
  public Run run(String... arguments) throws IOException {
    String script = InstallScript.text(GuestFolder::file);
    if (shell == Shell.ASH) {
      // This busybox prefers its applets to programs on PATH.
      script =
          stubs.stream()
                  .filter(stub -> !stub.contains("-"))
                  .map(stub -> stub + "() { /usr/sbin/" + stub + " \"$@\"; }\n")
                  .collect(Collectors.joining())
              + script;
    }
    return run(
        Command.of("chroot", root.toString(), "/bin/sh", "-c", script, "install"), arguments);
  }

  /** Runs the file of the script in a directory with its parts. */
  public Run runFile(String... arguments) throws IOException {
    try (var files = Files.list(Path.of("vagrant/install"))) {
      for (Path file : files.toList()) {
        write("install dir/" + file.getFileName(), Files.readString(file));
      }
    }
    return run(
        Command.of("chroot", root.toString(), "/bin/sh", "/install dir/kernel-install.sh"),
        arguments);
  }

  /** Runs a program of the guest. */
  public void command(String program, String... arguments) throws IOException {
    run(Command.of("chroot", root.toString(), "/usr/sbin/" + program), arguments);
  }

  private static Optional<byte[]> file(String name) {
    try {
      return Optional.of(Files.readAllBytes(Path.of(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Run run(Command program, String... arguments) throws IOException {
    Files.deleteIfExists(root.resolve("calls"));
    Command command = program.with(arguments).withEnvironment("PATH", "/usr/sbin:/usr/bin:/bin");
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
