// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.host.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.twlen.fixture.FakeHost;
import io.github.twlen.fixture.TwlenProgram;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Runs doctor with fake PATHs, and once on this host. */
class DoctorIT extends FakeHost {
  @Test
  void reportsReadyHost() throws IOException {
    TwlenProgram.Result result = doctor(tree.toString(), "--json");
    assertThat(result.exit()).as(result.all()).isZero();
    JsonNode all = json(result);
    assertThat(all.path("ready").asBoolean()).isTrue();
    assertThat(all.path("kernel").asText()).isEqualTo("6.1");
    JsonNode gcc = named(all.path("tools"), "gcc");
    assertThat(gcc.path("path").asText()).isEqualTo(bin.resolve("gcc").toString());
    assertThat(gcc.path("version").asText()).isEqualTo("11.5.0");
    assertThat(gcc.path("least").asText()).isEqualTo("5.1");
    assertThat(gcc.path("state").asText()).isEqualTo("enough");
    assertThat(all.path("disks").get(0).path("enough").asBoolean()).isTrue();
    assertThat(all.path("install").path("apt").asText()).isEmpty();
    assertThat(all.path("install").path("host").isNull()).isTrue();
  }

  @Test
  void showsAptCommandForQemu() throws IOException {
    Files.delete(bin.resolve("qemu-system-x86_64"));
    Files.delete(bin.resolve("ccache"));
    script("apt-get", "exit 1\n");
    TwlenProgram.Result result = doctor(tree.toString());
    assertThat(result.exit()).as(result.all()).isEqualTo(3);
    assertThat(result.out())
        .containsPattern("QEMU +MISSING")
        .containsPattern("ccache +missing, optional")
        .containsPattern(
            "missing:\\n.*apt-get install -y --no-install-recommends qemu-system-x86\\n")
        .containsPattern("optional:\\n.*apt-get install -y --no-install-recommends ccache\\n")
        .doesNotContain("dnf")
        .containsPattern("NOT READY +for linux, built in: host, guest: qemu; missing: QEMU\n$");
    assertThat(doctor(tree.toString(), "--guest", "none").exit())
        .as("needs neither QEMU nor optional tools")
        .isZero();
  }

  @Test
  void showsCommandsOfDnfOrBoth() throws IOException {
    Files.delete(bin.resolve("qemu-system-x86_64"));
    Path dnf = script("dnf", "exit 1\n");
    assertThat(doctor(tree.toString()).out())
        .containsPattern("\n +(sudo )?dnf install -y qemu-kvm\n")
        .doesNotContain("apt-get");
    Files.delete(dnf);
    Path yum = script("yum", "exit 1\n");
    assertThat(doctor(tree.toString()).out())
        .containsPattern("\n +(sudo )?yum install -y qemu-kvm\n");
    Files.delete(yum);
    TwlenProgram.Result neither = doctor(tree.toString());
    assertThat(neither.exit()).as(neither.all()).isEqualTo(3);
    assertThat(neither.out())
        .containsPattern("\n +apt +.*apt-get install .* qemu-system-x86\n")
        .containsPattern("\n +dnf +.*dnf install -y qemu-kvm\n");
  }

  @Test
  void installsAndChecksAgain() throws IOException {
    Path qemu = bin.resolve("qemu-system-x86_64");
    Files.move(qemu, folder.resolve("package"));
    script(
        "apt-get",
        "echo \"$*\" >> '%s/calls'\n[ \"$1\" = update ] || /bin/cp '%s/package' '%s'\n"
            .formatted(folder, folder, qemu));
    sudo();
    TwlenProgram.Result result = doctor(tree.toString(), "--install");
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(result.out()).containsPattern("QEMU +enough +7.2.0").contains("READY");
    assertThat(Files.readAllLines(folder.resolve("calls")))
        .containsExactly("update", "install -y --no-install-recommends qemu-system-x86");
  }

  /** The real package manager also installs other programs on its PATH, such as env. */
  private void sudo() throws IOException {
    script("sudo", "shift\nPATH=\"$PATH:/usr/bin:/bin\"\nexec \"$@\"\n");
  }

  /** dnf on el9 without EPEL installs nothing if one package is unknown. */
  @Test
  void installsRequiredBeforeOptional() throws IOException {
    Path qemu = bin.resolve("qemu-system-x86_64");
    Files.move(qemu, folder.resolve("package"));
    Files.delete(bin.resolve("ccache"));
    script(
        "dnf",
        """
        case "$*" in *ccache*) echo 'Error: Unable to find a match: ccache' >&2; exit 1 ;; esac
        /bin/cp '%s/package' '%s'
        """
            .formatted(folder, qemu));
    sudo();
    TwlenProgram.Result result = doctor(tree.toString(), "--install");
    assertThat(result.exit()).as(result.all()).isZero();
    assertThat(result.out()).containsPattern("QEMU +enough").contains("READY");
    assertThat(result.err())
        .contains("optional, not installed: ccache", "Unable to find a match: ccache");
    JsonNode install = json(doctor(tree.toString(), "--json")).path("install");
    assertThat(install.path("dnf").asText()).isEmpty();
    assertThat(install.path("dnfHelpful").asText()).endsWith("dnf install -y ccache");
  }

  @Test
  void rejectsOldTool() throws IOException {
    tool("gcc", "gcc (GCC) 4.8.5 20150623 (Red Hat 4.8.5-44)");
    TwlenProgram.Result result = doctor(tree.toString(), "--guest", "none");
    assertThat(result.exit()).as(result.all()).isEqualTo(3);
    assertThat(result.out())
        .containsPattern("gcc +TOO OLD +4.8.5 +5.1 ")
        .contains("gcc 4.8.5 is older than 5.1", "build with --in container --image IMAGE")
        .doesNotContain("install what is missing");
  }

  @Test
  void advisesNoContainerForOldQemu() throws IOException {
    tool("qemu-system-x86_64", "QEMU emulator version 2.5.0");
    TwlenProgram.Result result = doctor(tree.toString());
    assertThat(result.exit()).as(result.all()).isEqualTo(3);
    assertThat(result.out())
        .contains("QEMU 2.5.0 is older than 2.12", "fix: install a newer one\n")
        .doesNotContain("--in container");
  }

  @Test
  void namesOnlyUnwritableDirectories() throws IOException {
    Path file = Files.createFile(folder.resolve("notadir"));
    TwlenProgram.Result result =
        new TwlenProgram(folder, file)
            .with("PATH", bin.toString())
            .with("JAVA_HOME", System.getProperty("java.home"))
            .run("doctor", tree.toString(), "--guest", "none", "--json");
    assertThat(result.exit()).as(result.all()).isEqualTo(3);
    JsonNode disk = json(result).path("disks").get(0);
    assertThat(disk.path("writable").asBoolean()).isFalse();
    assertThat(disk.path("uses")).hasSize(2);
    assertThat(disk.path("notWritable")).hasSize(1);
    assertThat(disk.path("notWritable").get(0).asText()).isEqualTo("cache " + file + "/twlen");
  }

  @Test
  void needsNoCompilerForContainer() throws IOException {
    Files.delete(bin.resolve("gcc"));
    JsonNode without = json(doctor("centos-7", "--in", "container", "--guest", "none", "--json"));
    assertThat(named(without.path("tools"), "podman or docker").path("state").asText())
        .isEqualTo("missing");
    assertThat(without.path("tools").findValuesAsText("name")).doesNotContain("gcc", "make");
    assertThat(without.path("install").path("dnf").asText())
        .endsWith("dnf install -y gnupg2 podman rpm");
  }

  @Test
  void appliesRemediesAndDoubtsUnknownCompiler() throws IOException {
    tool("rpmbuild", "RPM version 4.18.0");
    JsonNode all = json(doctor("centos-7", "--guest", "none", "--json"));
    assertThat(named(all.path("tools"), "gcc").path("state").asText()).isEqualTo("enough");
    JsonNode remedies = named(all.path("findings"), "remedies");
    assertThat(remedies.path("standing").asText()).isEqualTo("note");
    assertThat(remedies.path("what").asText()).contains("no-pie (gcc 11.5.0)");

    tool("gcc", "gcc (GCC) 99.1.0");
    all = json(doctor("centos-7", "--guest", "none", "--json"));
    assertThat(named(all.path("tools"), "gcc").path("state").asText()).isEqualTo("too_new");
    JsonNode compiler = named(all.path("findings"), "compiler");
    assertThat(compiler.path("standing").asText()).isEqualTo("warning");
    assertThat(compiler.path("what").asText()).contains("gcc 99.1.0", "3.10");
    assertThat(compiler.path("remedy").asText()).contains("centos-7 with --in container");
  }

  /** An independent guest confirms the verdict on this host's KVM. */
  @Test
  void usesResultOfTrialGuest() throws Exception {
    TwlenProgram.Result result =
        new TwlenProgram(folder, folder.resolve("cache")).run("doctor", tree.toString(), "--json");
    String state = json(result).path("kvm").path("state").asText();
    if (bootSectorRunsWith("kvm")) {
      assertThat(state).as(result.all()).isEqualTo("works");
    } else {
      assertThat(bootSectorRunsWith("tcg")).isTrue();
      assertThat(state).isIn("pretends", "refuses", "absent", "forbidden");
    }
  }

  /** Boots 16-bit code that counts to 100 million and prints T; a hanging KVM takes minutes. */
  private boolean bootSectorRunsWith(String acceleration) throws Exception {
    int[] code = {
      0x66, 0xb9, 0x00, 0xe1, 0xf5, 0x05, 0x66, 0x49, 0x75, 0xfc, 0xba, 0xf8, 0x03, 0xb0, 'T', 0xee,
      0xf4, 0xeb, 0xfd
    };
    byte[] sector = new byte[512];
    for (int i = 0; i < code.length; i++) {
      sector[i] = (byte) code[i];
    }
    sector[510] = 0x55;
    sector[511] = (byte) 0xaa;
    Path disk = Files.write(folder.resolve("disk"), sector);
    Process qemu =
        new ProcessBuilder(
                "qemu-system-x86_64",
                "-accel",
                acceleration,
                "-m",
                "32",
                "-nodefaults",
                "-display",
                "none",
                "-serial",
                "stdio",
                "-drive",
                "if=ide,format=raw,file=" + disk)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (InputStream out = qemu.getInputStream()) {
      long until =
          System.nanoTime() + TimeUnit.SECONDS.toNanos(acceleration.equals("kvm") ? 4 : 60);
      while (System.nanoTime() < until && (qemu.isAlive() || out.available() > 0)) {
        if (out.available() > 0 && out.read() == 'T') {
          return true;
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
      return false;
    } finally {
      qemu.destroyForcibly().waitFor();
    }
  }
}
