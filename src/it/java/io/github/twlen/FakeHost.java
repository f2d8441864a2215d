// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.twlen.build.rpm.RpmPrograms;
import io.github.twlen.recipe.RequiredTool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A host with a PATH of fake programs and a toy tree, and doctor runs on it. */
abstract class FakeHost {
  private static final Map<String, String> TOOLS =
      new TreeMap<>(
          Map.of(
              "gcc", "gcc (GCC) 11.5.0 20240719 (Red Hat 11.5.0-5)",
              "make", "GNU Make 4.3",
              "flex", "flex 2.6.4",
              "bison", "bison (GNU Bison) 3.7.4",
              "bc", "bc 1.07.1",
              "ld", "GNU ld version 2.35.2-43.el9",
              "perl", "This is perl 5, version 32, subversion 1 (v5.32.1) built for x86_64-linux",
              "ccache", "ccache version 4.2.1",
              "qemu-system-x86_64", "QEMU emulator version 7.2.0"));

  @TempDir Path folder;
  Path bin;
  Path tree;

  @BeforeEach
  void host() throws IOException {
    bin = Files.createDirectory(folder.resolve("bin"));
    tree = ToyKernel.linux(folder.resolve("linux"));
    for (Map.Entry<String, String> tool : TOOLS.entrySet()) {
      tool(tool.getKey(), tool.getValue());
    }
  }

  /** Makes a program that only prints its version. */
  final void tool(String name, String version) throws IOException {
    script(name, "[ \"$1\" = --version ] || exit 1\necho '" + version + "'\n");
  }

  /** Makes all programs that rpmbuild calls; each only prints its version. */
  final void rpmPrograms() throws IOException {
    for (RequiredTool one : RpmPrograms.ALL) {
      if (!Files.exists(bin.resolve(one.name()))) {
        tool(one.name(), one.name() + " 4.18.0");
      }
    }
  }

  final Path script(String name, String text) throws IOException {
    Path program = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + text);
    return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  final TwlenProgram.Result doctor(String... more) {
    List<String> words = new ArrayList<>(List.of("doctor"));
    words.addAll(List.of(more));
    return new TwlenProgram(folder, folder.resolve("cache"))
        .with("PATH", bin.toString())
        .with("JAVA_HOME", System.getProperty("java.home"))
        .run(words.toArray(String[]::new));
  }

  static JsonNode json(TwlenProgram.Result result) throws IOException {
    return new ObjectMapper().readTree(result.out());
  }

  static JsonNode named(JsonNode list, String name) {
    for (JsonNode one : list) {
      if (one.path("name").asText().equals(name)) {
        return one;
      }
    }
    throw new AssertionError(name + " is not in " + list);
  }

  static String[] with(String[] words, String... more) {
    return Stream.concat(Stream.of(words), Stream.of(more)).toArray(String[]::new);
  }
}
