// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process.vagrant;

import static java.nio.file.StandardOpenOption.WRITE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.twlen.Progress;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.TestRun;
import io.github.twlen.process.ssh.GuestException;
import io.github.twlen.process.ssh.GuestException.Side;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Uses a script instead of Vagrant that prints output of the real one. */
@Timeout(60)
class VagrantMachineTest {
  private static final byte[] VAGRANTFILE = "# nothing\n".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path temp;
  private FakeTools fake;
  private Path folder;
  private final List<String> said = new ArrayList<>();
  private final List<String> statuses = new ArrayList<>();

  @BeforeEach
  void createDirectories() {
    fake = new FakeTools(temp.resolve("tools"));
    folder = temp.resolve("a guest's ü");
  }

  private VagrantMachine machine(VagrantTools tools) {
    VagrantSettings settings =
        new VagrantSettings(
            "m",
            new VagrantBox("some/box", "some/box", Optional.of("/boxes/b\"x.box")),
            Optional.of("libvirt"),
            1024,
            2,
            true,
            Duration.ofMinutes(5),
            Optional.of(folder.resolve("console.log")));
    Progress progress =
        new Progress() {
          @Override
          public void say(String line) {
            said.add(line);
          }

          @Override
          public void status(String text) {
            statuses.add(text);
          }
        };
    return new VagrantMachine(
        folder, VAGRANTFILE, settings, tools, TestRun.with(temp.resolve("cache"), progress));
  }

  private GuestException failureOf(String up) throws GuestException {
    VagrantMachine machine = machine(fake.with(up, ""));
    machine.prepare();
    GuestException exception = catchThrowableOfType(GuestException.class, machine::up);
    assertThat(exception).isNotNull();
    // Each failure removes the guest.
    assertThat(fake.vagrantCalls()).endsWith("up", "destroy");
    assertThat(machine.state()).isEqualTo("not_created");
    return exception;
  }

  private static String errorExit(String type, String words) {
    // The echo of some shells interprets \\n.
    return "printf '%s\\n' '1,,error-exit," + type + "," + words + "'\nexit 1\n";
  }

  @Test
  void startsAndRemovesTheGuest() throws Exception {
    VagrantMachine machine =
        machine(
            fake.with(
                "echo '1,m,ui,info,==> m: Starting domain%!(VAGRANT_COMMA) now.'\necho odd >&2\n",
                ""));
    machine.prepare();
    assertThat(machine.up().kernelRelease()).isEqualTo(System.getProperty("os.version"));
    assertThat(machine.state()).isEqualTo("running");
    machine.destroy();
    assertThat(machine.state()).isEqualTo("not_created");

    assertThat(fake.calls())
        .startsWith(
            "vagrant --version",
            "vagrant up --provider=libvirt --machine-readable",
            "vagrant ssh-config m")
        .contains("vagrant destroy --force --machine-readable");
    assertThat(fake.calls().get(3)).startsWith("ssh -F " + folder.resolve("ssh-config") + " -o ");
    assertThat(statuses).contains("Starting domain, now.", "odd");
    assertThat(folder.resolve("Vagrantfile")).hasBinaryContent(VAGRANTFILE);
    assertThat(folder.resolve("twlen.json"))
        .content()
        .contains("\"box_url\" : \"/boxes/b\\\"x.box\"", "\"memory\" : 1024", "\"emulate\" : true")
        .contains("\"boot_timeout\" : 300");
    assertThat(folder.resolve("vagrant.log")).content().contains("VAGRANT_COMMA", "odd");
  }

  @Test
  void removesTheGuestOfAKilledRun() throws Exception {
    VagrantTools tools = fake.with("", "");
    machine(tools).prepare();
    machine(tools).up();
    machine(tools).prepare();
    assertThat(fake.vagrantCalls())
        .containsExactly("--version", "up", "ssh-config", "--version", "status", "destroy");
    assertThat(said).singleElement().asString().contains("earlier run");
  }

  /** Simulates a kill between creating and recording the disk. */
  @Test
  void removesAGuestUnknownToVagrant() throws Exception {
    fake.program("virsh", "");
    String taken = errorExit("VagrantPlugins::ProviderLibvirt::Errors::DomainVolumeExists", "is");
    String once =
        "if [ ! -e '" + temp + "/second' ]; then > '" + temp + "/second'; " + taken + "fi\n";
    VagrantMachine machine = machine(fake.with(once, ""));
    machine.prepare();
    machine.up();
    assertThat(fake.calls())
        .contains(
            "virsh -q -c qemu:///system destroy m",
            "virsh -q -c qemu:///system undefine m",
            "virsh -q -c qemu:///system vol-delete --pool default m.img");
    assertThat(fake.vagrantCalls()).containsExactly("--version", "up", "up", "ssh-config");
    assertThat(said).singleElement().asString().contains("killed run");
  }

  /**
   * Vagrant copies a box to libvirt for its first guest. A second one would start from half of it.
   */
  @Test
  void locksTheBoxUntilTheGuestRuns() throws Exception {
    Path starting = temp.resolve("starting");
    Path go = temp.resolve("go");
    VagrantMachine machine =
        machine(
            fake.with(
                "> '" + starting + "'; while [ ! -e '" + go + "' ]; do sleep 0.1; done\n", ""));
    machine.prepare();
    CompletableFuture<Void> up =
        CompletableFuture.runAsync(() -> assertThatCode(machine::up).doesNotThrowAnyException());
    while (!Files.exists(starting)) {
      assertThat(up).isNotDone();
      TimeUnit.MILLISECONDS.sleep(10);
    }
    try (Stream<Path> locks = Files.find(temp, 9, (file, a) -> isLockOfBox(file));
        FileChannel lock = FileChannel.open(locks.findAny().orElseThrow(), WRITE)) {
      assertThatThrownBy(lock::tryLock).isInstanceOf(OverlappingFileLockException.class);
      Files.createFile(go);
      up.join();
      assertThat(lock.tryLock()).isNotNull();
    }
  }

  private static boolean isLockOfBox(Path file) {
    return file.getFileName().toString().startsWith("vagrant-box-");
  }

  /** An unknown state may be a guest. */
  @Test
  void removesAGuestOfUnknownState() throws Exception {
    VagrantTools tools = fake.with("echo pmsuspended > '" + fake.folder() + "/state'\n", "");
    VagrantMachine machine = machine(tools);
    machine.prepare();
    machine.up();
    assertThat(machine.state()).isEqualTo("pmsuspended");
    machine.prepare();
    assertThat(fake.vagrantCalls()).endsWith("status", "destroy");
  }

  /** Exits once its guest runs. */
  static final class EndedRun {
    private EndedRun() {}

    public static void main(String[] arguments) throws GuestException {
      VagrantMachineTest test = new VagrantMachineTest();
      test.temp = Path.of(arguments[0]);
      test.createDirectories();
      VagrantMachine machine = test.machine(test.fake.with("", ""));
      machine.prepare();
      machine.up();
      System.exit(130);
    }
  }

  @Test
  void removesTheGuestOnShutdown() {
    CommandResult run =
        new CommandRunner()
            .run(
                Command.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-cp",
                    System.getProperty("java.class.path"),
                    EndedRun.class.getName(),
                    temp.toString()));
    assertThat(run.exit()).as(run.lastLine()).isEqualTo(130);
    assertThat(fake.vagrantCalls()).containsExactly("--version", "up", "ssh-config", "destroy");
  }

  @Test
  void reportsAMissingBox() throws Exception {
    GuestException exception =
        failureOf(
            errorExit(
                "Vagrant::Errors::BoxAddShortNotFound",
                "The box could not be found or\\ncould not be accessed in the remote catalog."));
    assertThat(exception.side()).isEqualTo(Side.HOST);
    assertThat(exception.what())
        .isEqualTo(
            "cannot find Vagrant box some/box: The box could not be found or could not be accessed"
                + " in the remote catalog.");
    assertThat(exception.remedy()).contains("vagrant/box/build.sh");
  }

  @Test
  void reportsAMissingProvider() throws Exception {
    GuestException exception =
        failureOf(
            errorExit(
                "Vagrant::Errors::ProviderNotUsable",
                "Vagrant could not detect VirtualBox! Make sure"));
    assertThat(exception.side()).isEqualTo(Side.HOST);
    assertThat(exception.what()).contains("no working Vagrant provider", "VirtualBox");
  }

  @Test
  void reportsAFullDisk() throws Exception {
    GuestException exception =
        failureOf("echo 'tar: write error: No space left on device' >&2\nexit 1\n");
    assertThat(exception.side()).isEqualTo(Side.HOST);
    assertThat(exception.what()).startsWith("not enough disk space for the guest");
  }

  @Test
  void reportsALibvirtFailure() throws Exception {
    GuestException exception =
        failureOf(
            errorExit(
                "VagrantPlugins::ProviderLibvirt::Errors::FogLibvirtConnectionError",
                "Error while connecting to Libvirt"));
    assertThat(exception.side()).isEqualTo(Side.HOST);
    assertThat(exception.remedy()).contains("libvirtd");
  }

  @Test
  void reportsAGuestThatDoesNotAnswer() throws Exception {
    GuestException exception =
        failureOf(errorExit("Vagrant::Errors::VMBootTimeout", "Timed out while waiting"));
    assertThat(exception.side()).isEqualTo(Side.GUEST);
    assertThat(exception.what())
        .isEqualTo("the guest m did not answer ssh: Timed out while waiting");
    assertThat(exception.remedy()).contains("console.log");
  }

  /** Lines as Vagrant 2.3.4 prints them. */
  @Test
  void reportsARefusedKey() throws Exception {
    String warning = "echo '1,m,ui,detail,Warning: Authentication failure. Retrying...'\n";
    GuestException exception =
        failureOf(warning + errorExit("Vagrant::Errors::VMBootTimeout", "Timed out while waiting"));
    assertThat(exception.what()).startsWith("the guest m refused Vagrant's key: Timed out");
    assertThat(exception.remedy()).contains("ssh-rsa");
  }

  @Test
  void reportsUnknownErrorsUnchanged() throws Exception {
    GuestException exception = failureOf(errorExit("Vagrant::Errors::NewOne", "something new"));
    assertThat(exception.what())
        .isEqualTo("vagrant up failed: Vagrant::Errors::NewOne: something new");
  }

  @Test
  void reportsThatSshRunsNothing() throws Exception {
    VagrantMachine machine = machine(fake.with("", "exit 0\n"));
    machine.prepare();
    GuestException exception = catchThrowableOfType(GuestException.class, machine::up);
    assertThat(exception.what()).isEqualTo("cannot run commands in the guest: ssh exited with 0");
    assertThat(fake.vagrantCalls()).endsWith("destroy");
  }

  @Test
  void reportsAMissingVagrant() throws IOException {
    Files.createDirectories(folder);
    VagrantTools none = new VagrantTools(List.of(temp.resolve("none").toString()), List.of("ssh"));
    GuestException exception =
        catchThrowableOfType(GuestException.class, () -> machine(none).prepare());
    assertThat(exception.side()).isEqualTo(Side.HOST);
    assertThat(exception.what()).startsWith("cannot run Vagrant: cannot start");
  }

  @Test
  void namesABoxByItsContent() throws Exception {
    Path file = Files.writeString(temp.resolve("a.box"), "one");
    VagrantBox first = VagrantBox.of(file.toString());
    assertThat(first.url()).contains(file.toString());
    Files.writeString(file, "two");
    assertThat(VagrantBox.of(file.toString()).name()).isNotEqualTo(first.name());
    assertThat(VagrantBox.of("generic/centos7").url()).isEmpty();
    assertThat(VagrantBox.of("https://example.org/a.box").url()).isPresent();
    GuestException exception =
        catchThrowableOfType(GuestException.class, () -> VagrantBox.of("/none/a.box"));
    assertThat(exception.what()).isEqualTo("cannot find Vagrant box /none/a.box: no such file");
  }
}
