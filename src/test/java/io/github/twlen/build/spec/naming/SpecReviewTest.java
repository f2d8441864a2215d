// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec.naming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.Message;
import io.github.twlen.build.BuiltKernel;
import io.github.twlen.build.rpm.RpmTopDir;
import io.github.twlen.build.spec.SpecChange;
import io.github.twlen.build.spec.SpecExpansion;
import io.github.twlen.build.spec.SpecFailure;
import io.github.twlen.build.spec.SpecFile;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecReviewTest {
  @TempDir Path folder;
  private final FakeRpm rpm = new FakeRpm();

  @Test
  void prefersBuildidOnCommandLine() {
    SpecReview.Reviewed reviewed = review("Release: 1%{?buildid}%{?dist}", "6.6-1.azl3", false);
    assertThat(reviewed.change().define()).containsExactly("--define", "buildid .tw15");
    assertThat(reviewed.macros()).containsExactly("--define", "dist .azl3");
    assertThat(release(reviewed)).isEqualTo("6.6-1.tw15.azl3");
  }

  @Test
  void readsDistOfVendorBeforeTail() {
    SpecReview.Reviewed reviewed = review("Release: 1%{?dist}uek%{?buildid}", "6.6-1.el7uek", true);
    assertThat(reviewed.macros()).containsExactly("--define", "dist .el7");
    assertThat(release(reviewed)).isEqualTo("6.6-1.el7uek.tw15");
  }

  @Test
  void writesIdAfterDistIfOnlyThatIsNewer() {
    rpm.older = "6.6-1.tw15.xcpng8";
    SpecReview.Reviewed reviewed = review("Release: 1%{?dist}", "6.6-1.xcpng8", true);
    assertThat(text(reviewed)).contains("Release: 1%{?dist}.tw15\n");
  }

  @Test
  void writesReleaseItselfIfRpmReadsAnother() {
    SpecReview.Reviewed reviewed = review("Release: %lacking", "6.6-3.mga9", true);
    assertThat(text(reviewed)).contains("Release: 3.mga9.tw15\n");
  }

  @Test
  void setsMacroThatAlsoNamesInstalledFiles() {
    SpecReview.Reviewed reviewed =
        review("%define rel 7\nRelease: %{rel}\n%files\n/boot/vmlinuz-6.6-%{rel}", "6.6-7", true);
    assertThat(text(reviewed)).contains("%define rel 7.tw15\nRelease: %{rel}\n");
  }

  @Test
  void leavesNamesOfSourcesUnchanged() {
    SpecReview.Reviewed reviewed =
        review("%define rel 7\nSource0: linux-%{rel}.tar.gz\nRelease: %{rel}", "6.6-7", true);
    assertThat(text(reviewed)).contains("%define rel 7\n").contains("Release: %{rel}.tw15\n");
  }

  @Test
  void refusesWithLineIfNoEditIsRight() {
    rpm.older = "tw15";
    assertThatThrownBy(() -> review("Release: 1", "6.6-1", true))
        .isInstanceOf(SpecFailure.class)
        .hasMessageContaining("kernel.spec:3: cannot add .tw15 to the release 6.6-1")
        .hasMessageContaining("Release: 1");
  }

  /** Its package would replace the vendor's. */
  @Test
  void refusesPackageWithReleaseOfItsOwn() {
    String lines = "Release: 1\n%package -n kernel-server\nVersion: 1\nRelease: 1";
    assertThatThrownBy(() -> review(lines, "6.6-1", true))
        .isInstanceOf(SpecFailure.class)
        .hasMessageContaining("kernel.spec:3: cannot add .tw15")
        .hasMessageContaining("package kernel-server sets the release 1 for itself");
  }

  @Test
  void allowsPackageWithAnotherRelease() {
    String lines = "Release: 1\n%package tools\nRelease: 7\n%package -n k-%{?buildid}\nRelease: 3";
    assertThat(text(review(lines, "6.6-1", true))).contains("Release: 1.tw15\n");
  }

  @Test
  void refusesSkippedPatch() {
    assertThatThrownBy(() -> review("Release: 1\n%prep\ntrue", "6.6-1", true))
        .isInstanceOf(SpecFailure.class)
        .hasMessageContaining("skips own.patch");
  }

  @Test
  void tellsWhyRpmHasNoAnswer() {
    rpm.fails = true;
    SpecReview.Reviewed reviewed = review("Release: 1%{?dist}", "6.6-1", true);
    assertThat(reviewed.answer()).isEmpty();
    assertThat(reviewed.unchecked()).isEqualTo("kernel.spec:3: bad");
    assertThat(text(reviewed)).contains("Release: 1.tw15%{?dist}\n");
  }

  /** A vendor's macro is missing on this host; the user defines it. */
  @Test
  void readsVendorsMacrosWithThoseOfUser() {
    rpm.needs = "vendormacro";
    List<String> user = List.of("--define", "vendormacro 1");
    SpecReview.Reviewed reviewed =
        review(
            "Release: 1%{?dist}",
            "6.6-1.mga9", true, macros -> Stream.concat(macros.stream(), user.stream()).toList());
    assertThat(reviewed.macros()).containsExactly("--define", "dist .mga9");
    assertThat(release(reviewed)).isEqualTo("6.6-1.tw15.mga9");
  }

  private SpecReview.Reviewed review(String lines, String vendor, boolean standalone) {
    return review(lines, vendor, standalone, UnaryOperator.identity());
  }

  private SpecReview.Reviewed review(
      String lines, String vendor, boolean standalone, UnaryOperator<List<String>> settings) {
    String spec = "Name: kernel\nVersion: 6.6\n" + lines + "\n";
    SpecFile file = SpecFile.of("kernel.spec", spec.getBytes(StandardCharsets.ISO_8859_1));
    SpecChange placed =
        new SpecChange(
            file,
            file,
            "own.patch",
            false,
            Message.of(BuiltKernel.class, "header.prep"),
            ".tw15",
            List.of());
    RpmTopDir top = new RpmTopDir(folder);
    SpecExpansion expansion = new SpecExpansion(top, top.specs().resolve("kernel.spec"), rpm);
    return new SpecReview(expansion, vendor, settings).call(placed, standalone);
  }

  private static String release(SpecReview.Reviewed reviewed) {
    return reviewed.answer().orElseThrow().versionRelease();
  }

  private static String text(SpecReview.Reviewed reviewed) {
    return new String(reviewed.change().after().bytes(), StandardCharsets.ISO_8859_1);
  }

  /** Expands simple macros, as {@code rpmspec -P} does, and compares releases. */
  private static final class FakeRpm implements SpecExpansion.Door {
    /** Occurs in releases that are older than stock. */
    private String older = "no such release";

    /** A macro without which rpm cannot read the spec. */
    private String needs = "";

    private boolean fails;

    @Override
    public CommandResult run(Command command, Consumer<String> listener) {
      List<String> argv = command.argv();
      String last = argv.get(argv.size() - 1);
      if (argv.contains("--eval")) {
        return new CommandResult(0, List.of(last.contains(older) ? "-1" : "1"), List.of());
      }
      boolean lacks = argv.stream().noneMatch(word -> word.startsWith(needs));
      if ((fails || lacks) && argv.contains("-P")) {
        return new CommandResult(1, List.of(), List.of("error: line 3: bad"));
      }
      if (argv.contains("-P")) {
        expanded(argv, Path.of(last)).forEach(listener);
      }
      return new CommandResult(0, List.of(), List.of());
    }

    private static List<String> expanded(List<String> argv, Path spec) {
      Map<String, String> macros = new HashMap<>();
      for (int i = 1; i < argv.size(); i++) {
        if (argv.get(i - 1).equals("--define")) {
          define(macros, argv.get(i));
        }
      }
      List<String> lines = new ArrayList<>();
      for (String line : read(spec).lines().toList()) {
        String text = line;
        for (Map.Entry<String, String> macro : macros.entrySet()) {
          text = text.replaceAll("%\\{\\??" + macro.getKey() + "}", macro.getValue());
        }
        text = text.replaceAll("%\\{\\?\\w+}", "");
        if (text.matches("%(define|global) .*")) {
          define(macros, text.replaceFirst("%\\w+ ", ""));
        } else {
          lines.add(text);
        }
      }
      return lines;
    }

    private static void define(Map<String, String> macros, String macro) {
      String[] words = macro.split(" ", 2);
      macros.put(words[0], words[1].equals("%{nil}") ? "" : words[1]);
    }

    private static String read(Path spec) {
      try {
        return Files.readString(spec);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
