// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.vagrant.VagrantTools;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.Workspace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An isolated host for Vagrant guests: libvirt in a network namespace with its own configuration,
 * which {@code ip netns exec} mounts over {@code /etc/libvirt}. It needs root, and fails if a
 * program is missing. One at a time on a machine, because libvirt's sockets have fixed names.
 */
public final class VagrantHost implements AutoCloseable {
  private static final Path BOX_FILES = Path.of("vagrant/box");
  private static final Path CONFIG = Path.of("/etc/libvirt");
  private static final Path SOCKETS = Path.of("/run/libvirt");
  private static final Path POOL = Path.of("/var/lib/libvirt/images");
  private static final Duration LONG = Duration.ofMinutes(15);

  private final CommandRunner runner = new CommandRunner();
  private final String namespace = "twlen-it-" + ProcessHandle.current().pid();
  private final Path home;
  private final Path box;
  private final List<Path> pidFiles = new ArrayList<>();
  private final ExclusiveLock libvirt;
  private Set<Path> imagesBefore = Set.of();
  private boolean begun;

  private VagrantHost(ExclusiveLock libvirt, Path home) throws IOException {
    this.libvirt = libvirt;
    this.home = home;
    this.box = localBox();
  }

  /**
   * Builds the box, unless {@code target/} has one of the same files, and starts libvirt.
   *
   * @param folder the directory of Vagrant's files
   */
  public static VagrantHost start(Path folder) throws Exception {
    ExclusiveLock libvirt = ExclusiveLock.of("libvirt");
    VagrantHost host;
    try {
      host = new VagrantHost(libvirt, folder.resolve("vagrant-home"));
    } catch (Exception | AssertionError e) {
      libvirt.close();
      throw e;
    }
    try {
      host.begin();
    } catch (Exception | AssertionError e) {
      host.close();
      throw e;
    }
    return host;
  }

  /** Returns the local box. */
  private static Path localBox() throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    try (Stream<Path> files = Files.list(BOX_FILES)) {
      for (Path file : files.filter(f -> !f.toString().endsWith(".md")).sorted().toList()) {
        all.write(Files.readAllBytes(file));
      }
    }
    String digest = Digests.sha256(all.toByteArray()).substring(0, 12);
    Path box = Path.of("target/vagrant-box").resolve("box-" + digest + ".box").toAbsolutePath();
    if (!Files.exists(box)) {
      Command build = Command.of("sh", BOX_FILES.resolve("build.sh").toString(), box.toString());
      require(new CommandRunner().run(build.within(LONG)), "the local box");
    }
    return box;
  }

  private void begin() throws Exception {
    if (Files.exists(SOCKETS.resolve("libvirt-sock"))
        && runner.run(Command.of("virsh", "-c", "qemu:///system", "version")).ok()) {
      throw new AssertionError("another libvirtd runs here; the test needs one of its own");
    }
    imagesBefore = images();
    begun = true;
    configure();
    call("ip", "netns", "add", namespace);
    inside("ip", "link", "set", "lo", "up");
    daemon("virtlogd");
    daemon("libvirtd");
    for (int i = 0; !runner.run(virsh("version")).ok(); i++) {
      if (i > 60) {
        throw new AssertionError("libvirtd does not answer");
      }
      TimeUnit.SECONDS.sleep(1);
    }
  }

  /** Guests run as root, the owner of the disks; the distribution's network is not started. */
  private void configure() throws IOException {
    Path own = Workspace.folder(ownConfig());
    call("cp", "-a", CONFIG + "/.", own.toString());
    Workspace.remove(own.resolve("qemu/networks"));
    Files.writeString(
        own.resolve("qemu.conf"),
        "user = \"root\"\ngroup = \"root\"\nsecurity_driver = \"none\"\n");
  }

  private Path ownConfig() {
    return Path.of("/etc/netns").resolve(namespace).resolve("libvirt");
  }

  private void daemon(String program) {
    Path pidFile = home.resolveSibling(program + ".pid").toAbsolutePath();
    Workspace.folder(home);
    pidFiles.add(pidFile);
    inside(program, "--daemon", "--pid-file", pidFile.toString());
  }

  /** Returns the command prefix for this libvirt and Vagrant's home. */
  public List<String> inside() {
    return List.of("ip", "netns", "exec", namespace, "env", "VAGRANT_HOME=" + home);
  }

  /** Returns the name of the network namespace. */
  public String namespace() {
    return namespace;
  }

  /** Returns the directory of Vagrant's boxes. */
  public Path vagrantHome() {
    return home;
  }

  /** Returns the file of the local box. */
  public Path box() {
    return box;
  }

  /** Returns twlen with the Vagrant and ssh of this host. */
  public VagrantTools tools() {
    List<String> vagrant = new ArrayList<>(inside());
    vagrant.add("vagrant");
    List<String> ssh = new ArrayList<>(inside());
    ssh.add("ssh");
    return new VagrantTools(vagrant, ssh);
  }

  /** Returns all guests, running or not. */
  public List<String> guests() {
    return names("list", "--all", "--name");
  }

  private List<String> names(String... words) {
    return runner.run(virsh(words)).output().stream().filter(name -> !name.isBlank()).toList();
  }

  private Command virsh(String... words) {
    return Command.of("virsh", "-c", "qemu:///system").with(words).wrappedIn(inside());
  }

  private void inside(String... words) {
    require(runner.run(Command.of(words).wrappedIn(inside())), String.join(" ", words));
  }

  private static void call(String... words) {
    require(new CommandRunner().run(Command.of(words)), String.join(" ", words));
  }

  private static void require(CommandResult result, String what) {
    if (!result.ok()) {
      throw new AssertionError(what + ": exit code " + result.exit() + ": " + result.lastLine());
    }
  }

  /** Kills and removes everything that was started, in any state. */
  @Override
  public void close() throws Exception {
    try (libvirt) {
      // Otherwise virsh would kill the guests of another libvirtd.
      if (begun) {
        endAll();
        begun = false;
      }
    }
  }

  private void endAll() throws Exception {
    for (String guest : guests()) {
      runner.run(virsh("destroy", guest));
      runner.run(virsh("undefine", guest));
    }
    for (String network : names("net-list", "--name")) {
      runner.run(virsh("net-destroy", network));
    }
    for (Path pidFile : pidFiles) {
      if (Files.exists(pidFile)) {
        end(Long.parseLong(Files.readString(pidFile).strip()));
      }
    }
    for (String pid : runner.run(Command.of("ip", "netns", "pids", namespace)).output()) {
      end(Long.parseLong(pid.strip()));
    }
    runner.run(Command.of("ip", "netns", "delete", namespace));
    Workspace.remove(Path.of("/etc/netns").resolve(namespace));
    removeImages();
    Workspace.remove(home);
  }

  private static void end(long pid) throws Exception {
    ProcessHandle process = ProcessHandle.of(pid).orElse(null);
    if (process != null) {
      process.destroy();
      process.onExit().completeOnTimeout(process, 20, TimeUnit.SECONDS).get();
      process.destroyForcibly();
    }
  }

  /**
   * Removes the image that Vagrant's libvirt provider leaves for the next guest. Images that
   * existed before the test remain.
   */
  private void removeImages() throws IOException {
    for (Path image : images()) {
      if (!imagesBefore.contains(image)) {
        Files.deleteIfExists(image);
      }
    }
  }

  private static Set<Path> images() throws IOException {
    if (!Files.isDirectory(POOL)) {
      return Set.of();
    }
    try (Stream<Path> images = Files.list(POOL)) {
      return images
          .filter(image -> image.getFileName().toString().startsWith("twlen-"))
          .collect(Collectors.toSet());
    }
  }
}
