// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.twlen.fixture.Packages;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.workspace.Digests;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads the contents of the packages and the jar with the real tools. */
class PackageContentsIT {
  /** The date of the release, as dpkg-deb shows it in UTC. */
  private static final String LINE =
      "(drwxr-xr-x|-rwxr-xr-x|-rw-r--r--) root/root +\\d+ 2026-11-23 00:00 \\./.*";

  private static final String ZSH_DEB = "/usr/share/zsh/vendor-completions/_twlen";
  private static final String ZSH_RPM = "/usr/share/zsh/site-functions/_twlen";
  private static final String DOC = "/usr/share/doc/twlen/";
  private static final String GPL = "patches/LICENSES/GPL-2.0-only.txt";

  @TempDir Path folder;

  @Test
  void buildsAReproducibleDeb() {
    assertThat(output("dpkg-deb", "--contents", Packages.DEB.toString()))
        .hasSizeGreaterThan(25)
        .allMatch(line -> line.matches(LINE))
        .filteredOn(line -> line.startsWith("-rwx"))
        .singleElement()
        .asString()
        .endsWith("./usr/bin/twlen");
    // A package without scripts runs nothing as root.
    assertThat(output("dpkg-deb", "--info", Packages.DEB.toString()))
        .anyMatch(line -> line.strip().endsWith("control"))
        .noneMatch(line -> line.contains("inst") && line.contains("#!"))
        .contains(" Architecture: all", " Version: 0.1.0");
  }

  @Test
  void packsTheSameFilesInBothPackages() throws IOException {
    Map<String, String> deb = deb();
    Map<String, String> rpm = rpm();
    // Every Debian system has the texts of these licences; Debian requires a changelog.
    assertThat(rpm.remove(DOC + "Apache-2.0.txt")).isEqualTo(Digests.sha256(Path.of("LICENSE")));
    assertThat(rpm.remove(DOC + "GPL-2.0-only.txt")).isEqualTo(Digests.sha256(Path.of(GPL)));
    assertThat(deb.remove(DOC + "changelog.gz")).isNotNull();
    rpm.put(ZSH_DEB, String.valueOf(rpm.remove(ZSH_RPM)));
    assertThat(rpm).isEqualTo(deb);
    assertThat(deb)
        .containsEntry("/usr/bin/twlen", Digests.sha256(Packages.JAR.resolveSibling("twlen")))
        .containsKeys(
            "/usr/share/man/man1/twlen.1.gz",
            "/usr/share/man/man1/twlen-recipes-check.1.gz",
            "/usr/share/bash-completion/completions/twlen",
            DOC + "copyright",
            DOC + "NOTICE",
            DOC + "twlen.cdx.json");
  }

  @Test
  void installsAndRemovesTheRpm() throws IOException {
    String file = Packages.RPM.toString();
    assertThat(output("rpm", "-K", file)).containsExactly(file + ": digests OK");
    assertThat(output("rpm", "-qp", "--requires", file))
        .anyMatch(line -> line.startsWith("(java-headless >= 1:17 or java-17-headless "));
    assertThat(output("rpm", "-qp", "--scripts", file)).isEmpty();
    Path root = Files.createDirectory(folder.resolve("root"));
    output("rpm", "-i", "--nodeps", "--root", root.toString(), file);
    assertThat(root.resolve("usr/bin/twlen")).isExecutable();
    assertThat(output("rpm", "-V", "--nodeps", "--root", root.toString(), "twlen")).isEmpty();
    output("rpm", "-e", "--root", root.toString(), "twlen");
    try (Stream<Path> left = Files.walk(root.resolve("usr"))) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
    assertThat(root.resolve("usr/share/doc/twlen")).doesNotExist();
  }

  @Test
  void listsTheLibrariesOfTheJar() throws IOException {
    Set<String> named = new TreeSet<>();
    JsonNode bill = new ObjectMapper().readTree(file(DOC + "twlen.cdx.json").toFile());
    bill.get("components")
        .forEach(c -> named.add(c.get("name").asText() + "-" + c.get("version").asText() + ".jar"));
    assertThat(named).isEqualTo(packed());
    assertThat(bill.at("/metadata/component/version").asText()).isEqualTo("0.1.0");
  }

  @Test
  void namesEveryLibraryInTheCopyright() throws IOException {
    String copyright = Files.readString(file(DOC + "copyright"));
    assertThat(packed())
        .allSatisfy(jar -> assertThat(copyright).contains(jar.replaceFirst("-\\d.*", "")));
    try (JarFile jar = new JarFile(Packages.JAR.toFile())) {
      assertThat(jar.stream().map(entry -> entry.getName()))
          .contains("META-INF/NOTICE", "META-INF/COPYRIGHT", "META-INF/Apache-2.0.txt", GPL);
    }
  }

  @Test
  void statesBothLicences() throws IOException {
    assertThat(output("rpm", "-qp", "--qf", "%{LICENSE}\\n", Packages.RPM.toString()))
        .singleElement()
        .asString()
        .startsWith("Apache-2.0 AND GPL-2.0-only AND ");
    assertThat(Files.readString(file(DOC + "copyright")))
        .contains("License: Apache-2.0\n\nFiles: patches/*\n")
        .contains("\nLicense: GPL-2.0-only\n You can ");
    JsonNode bill = new ObjectMapper().readTree(file(DOC + "twlen.cdx.json").toFile());
    assertThat(bill.at("/metadata/component/licenses").findValuesAsText("id"))
        .containsExactly("Apache-2.0", "GPL-2.0-only");
  }

  /** The libraries on this test's class path of which a class is in the jar. */
  private static Set<String> packed() throws IOException {
    Set<String> packed = new TreeSet<>();
    try (JarFile all = new JarFile(Packages.JAR.toFile())) {
      for (String path : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
        String name = String.valueOf(Path.of(path).getFileName());
        // A complete build puts the jar of twlen there too.
        if (name.endsWith(".jar") && !name.startsWith("twlen-") && holds(all, path)) {
          packed.add(name);
        }
      }
    }
    return packed;
  }

  private static boolean holds(JarFile all, String path) throws IOException {
    try (JarFile library = new JarFile(path)) {
      return library.stream()
          .map(entry -> entry.getName())
          .filter(name -> name.endsWith(".class"))
          .filter(name -> !name.startsWith("META-INF/") && !name.equals("module-info.class"))
          .anyMatch(name -> all.getEntry(name) != null);
    }
  }

  private Path file(String name) throws IOException {
    deb();
    return folder.resolve("deb" + name);
  }

  /** The files with their digests. */
  private Map<String, String> deb() throws IOException {
    Path unpacked = folder.resolve("deb");
    output("dpkg-deb", "--extract", Packages.DEB.toString(), unpacked.toString());
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(unpacked)) {
      for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
        files.put("/" + unpacked.relativize(file), Digests.sha256(file));
      }
    }
    return files;
  }

  private static Map<String, String> rpm() {
    Map<String, String> files = new TreeMap<>();
    String format =
        "[%{FILEDIGESTS} %{FILEMODES:perms} %{FILEUSERNAME} %{FILEMTIMES} %{FILENAMES}\\n]";
    for (String line : output("rpm", "-qp", "--qf", format, Packages.RPM.toString())) {
      String[] words = line.strip().split(" ", 5);
      if (words.length == 5) {
        assertThat(words[1]).isIn("-rwxr-xr-x", "-rw-r--r--");
        assertThat(words[2]).isEqualTo("root");
        assertThat(words[3]).isEqualTo("1795392000");
        files.put(words[4], words[0]);
      }
    }
    return files;
  }

  private static List<String> output(String... words) {
    CommandResult result = new CommandRunner().run(Command.of(words).withEnvironment("TZ", "UTC"));
    assertThat(result.ok()).as(result.lastLine()).isTrue();
    return result.output();
  }
}
