// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.FileName;
import io.github.twlen.recipe.Address;
import io.github.twlen.recipe.BuildSpec;
import io.github.twlen.recipe.Digest;
import io.github.twlen.recipe.ExpectedIntegrity;
import io.github.twlen.recipe.Recipe;
import io.github.twlen.recipe.RecipeFailure;
import io.github.twlen.recipe.SigningKey;
import io.github.twlen.recipe.SourceSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

public class RecipeReaderTest {
  private static final String HEAD = "name: k\nsummary: a kernel\n";
  private static final String KEY =
      """
      source:
        srpm: a
        signed-by:
          - fingerprint: %
            keys: [k.asc]
      """;
  private static final List<String> NONSENSE =
      List.of(
          ("! !! !< !<> !<%00> !<%ff> !<%c3%28> !e!x % &a *a ? - [ ] { } \" ' | |9 |0 > >+ \\U"
                  + " \\UFFFFFFFF \\x \\u # @ ` ~ null \u0000 \u0085 \u2028 \ufeff \ud800 \u001b {x}"
                  + " %YAML%99.1 %TAG%! << %20 \\N , --- ...")
              .split(" "));
  private static final String SIGNATURE = "r.yaml:6:14: '";
  private static final String APT = "source: { apt: linux-source-6.1 }\n";

  @Test
  void readsAllKeysOfARecipe() {
    Recipe recipe =
        read(
            """
            # a comment
            name: mine
            summary: my kernel
            source:
              tarball: src/linux.tar.xz
              sha256: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
            build:
              config: defconfig
              fragments: [one.config, two.config]
              targets: [bzImage, tar-pkg]
            tried: built
            """);
    assertThat(recipe.name()).isEqualTo("mine");
    assertThat(recipe.source())
        .isEqualTo(
            new SourceSpec.LocalFile(
                Path.of("/recipes/src/linux.tar.xz"),
                new ExpectedIntegrity(Digest.parse("a".repeat(64)), Optional.empty(), List.of())));
    assertThat(recipe.build())
        .isEqualTo(
            new BuildSpec.Make(
                "defconfig",
                List.of(new FileName("one.config"), new FileName("two.config")),
                List.of("image", "tar-pkg")));
    assertThat(recipe.tried()).isEqualTo(Recipe.Tried.BUILT);
  }

  @Test
  void readsTheOptionsOfRpmbuild() {
    String rpm = "build: { rpm: { with: [baseonly], without: [debug], environment: el7 } }\n";
    assertThat(read(HEAD + "source: { srpm: a }\n" + rpm).build())
        .isEqualTo(new BuildSpec.Rpm(List.of("baseonly"), List.of("debug"), Optional.of("el7")));
    assertThat(read(HEAD + "source: { srpm: a }\nbuild: { rpm: { with: [] } }\n").build())
        .isEqualTo(new BuildSpec.Rpm(List.of(), List.of(), Optional.empty()));
  }

  @Test
  void usesDefaultsForMissingKeys() {
    Recipe recipe = read(HEAD + "source: { tree: ../linux }\n");
    assertThat(recipe.source()).isEqualTo(new SourceSpec.Tree(Path.of("/recipes/../linux")));
    assertThat(recipe.build()).isEqualTo(BuildSpec.Make.DEFAULT);
    assertThat(recipe.tried()).isEqualTo(Recipe.Tried.NONE);
  }

  @Test
  void fillsTheVersionIntoPlaceholders() {
    String series =
        HEAD
            + """
            kernel: 6.12.30
            source:
              tarball: linux-{kernel}.tar.xz
              mirrors: ["https://x/{series}", https://y/]
              sha512: %s
              signature: linux-{kernel}.tar.sign
              signed-by:
                - fingerprint: 647f 2865 4894 e3bd 4571 99be 38db bdc8 6092 693e
                  keys: https://x/key
                  expired: accepted
            guest: { box: a/b }
            """
                .formatted("b".repeat(128));
    SigningKey key =
        new SigningKey(
            "647F28654894E3BD457199BE38DBBDC86092693E", List.of(Address.of("https://x/key")), true);
    assertThat(read(series).source())
        .isEqualTo(
            new SourceSpec.Remote(
                new FileName("linux-6.12.30.tar.xz"),
                List.of(Address.of("https://x/v6.x/"), Address.of("https://y/")),
                new ExpectedIntegrity(
                    Digest.parse("b".repeat(128)),
                    Optional.of(new FileName("linux-6.12.30.tar.sign")),
                    List.of(key))));
    assertThat(read(series).box()).contains("a/b");
    Recipe old = new RecipeReader("r.yaml", Path.of("/"), Optional.of("2.6.32.71")).read(series);
    assertThat(old.kernel()).contains("2.6.32.71");
    // The recipe's checksum is that of its own version.
    assertThat(old.source())
        .isEqualTo(
            new SourceSpec.Remote(
                new FileName("linux-2.6.32.71.tar.xz"),
                List.of(Address.of("https://x/v2.6/"), Address.of("https://y/")),
                new ExpectedIntegrity(
                    Optional.empty(),
                    Optional.of(new FileName("linux-2.6.32.71.tar.sign")),
                    List.of(key))));
  }

  @Test
  void rejectsAnotherKernelVersion() {
    RecipeReader reader = new RecipeReader("r.yaml", Path.of("/"), Optional.of("6.12"));
    assertThatThrownBy(() -> reader.read(HEAD + APT))
        .isInstanceOf(RecipeFailure.class)
        .hasMessageContaining("has one kernel");
    RecipeReader hostile = new RecipeReader("r.yaml", Path.of("/"), Optional.of("../6"));
    assertThatThrownBy(() -> hostile.read(HEAD + "kernel: 6.1\n" + APT))
        .isInstanceOf(RecipeFailure.class)
        .hasMessageContaining("not a kernel version");
  }

  static Stream<Arguments> wrong() {
    return Stream.of(
        Arguments.of("", "r.yaml:1:1: the file is empty", "write a recipe"),
        Arguments.of("just words\n", "r.yaml:1:1: a recipe is a mapping", "key: value"),
        Arguments.of(HEAD, "r.yaml:1:1: 'source' is missing", "add source"),
        Arguments.of(HEAD + "sorce: x\n", "r.yaml:3:1: 'sorce' is not a key", "write 'source'"),
        Arguments.of(HEAD + APT + "  extra: 1\n", "r.yaml:4:", "fix the YAML"),
        Arguments.of("name: k\nname: l\n", "r.yaml:2:1: duplicate key 'name'", "remove one"),
        Arguments.of(
            "name: ../k\nsummary: s\n" + APT, "r.yaml:1:7: '../k' is not a name", "letters"),
        Arguments.of(
            HEAD + "source: { apt: x y }\n", "r.yaml:3:16: 'x y' is not the name", "package"),
        Arguments.of(
            HEAD + "source: { apt: a1, tree: b }\n", "r.yaml:3:9: a source is one of", "keep one"),
        Arguments.of(
            HEAD + "source: { apt: a1, sha256: b }\n",
            "r.yaml:3:28: cannot use 'sha256' with apt",
            "remove it"),
        Arguments.of(
            HEAD + "source: { srpm: a, signature: b }\n",
            "r.yaml:3:31: cannot use 'signature' with srpm",
            "remove it"),
        Arguments.of(
            HEAD + "source: { tarball: a, signature: b }\n",
            "r.yaml:3:34: 'signature' and 'signed-by' need each other",
            "signed-by"),
        Arguments.of(
            HEAD + "source: { tarball: a, sha1: %s }\n".formatted("0".repeat(40)),
            "r.yaml:3:29: SHA-1 alone cannot verify",
            "sha256"),
        Arguments.of(
            HEAD + KEY.replace("%", "24C6A8A7F4A80EB5"),
            "r.yaml:6:20: '24C6A8A7F4A80EB5' is not a full fingerprint",
            "a key id is not enough"),
        Arguments.of(
            HEAD + KEY.replace("%", "0".repeat(40)).replace("keys", "key"),
            "r.yaml:7:7: 'key' is not a key of a signing key",
            "write 'keys'"),
        Arguments.of(
            HEAD + "source: { tarball: 'linux-{kernel}.tar' }\n",
            "r.yaml:3:20: cannot replace {kernel}",
            "a 'kernel'"),
        Arguments.of(
            HEAD + "kernel: 6.1\nsource: { tarball: 'linux-{kernle}.tar' }\n",
            "r.yaml:4:20: cannot replace {kernle}",
            "{kernel} and {series}"),
        Arguments.of(
            HEAD + "source: { tarball: a, mirrors: ['ftp://x/'] }\n",
            "r.yaml:3:33: 'ftp://x/' is not a valid URL",
            "https"),
        Arguments.of(
            HEAD + "source: { srpm: a/b, mirrors: ['https://x/'] }\n",
            "r.yaml:3:17: 'a/b' is not a file name",
            "file name"),
        Arguments.of(signature("/etc/cron.d/x"), SIGNATURE, "without a directory"),
        Arguments.of(signature("../../x"), SIGNATURE, "without a directory"),
        Arguments.of(signature("a/../../x"), SIGNATURE, "without a directory"),
        Arguments.of(signature(".."), SIGNATURE, "without a directory"),
        Arguments.of(signature("..%2fx"), SIGNATURE, "without a directory"),
        Arguments.of(signature("..\\\\x"), SIGNATURE, "without a directory"),
        Arguments.of(signature("x\\0y"), SIGNATURE, "without a directory"),
        Arguments.of(signature("x".repeat(181)), SIGNATURE, "without a directory"),
        Arguments.of(
            "name: " + "k".repeat(65) + "\nsummary: s\n" + APT, "r.yaml:1:7: 'kkk", "at most 64"),
        Arguments.of(
            HEAD + "source: { apt: " + "a".repeat(101) + " }\n", "r.yaml:3:16: 'aaa", "package"),
        Arguments.of(
            HEAD + "source: { srpm: " + "a".repeat(181) + ", mirrors: ['https://x/'] }\n",
            "r.yaml:3:17: 'aaa",
            "file name"),
        Arguments.of(
            HEAD + APT + "build: { fragments: [a.config, ../../../etc/shadow] }\n",
            "r.yaml:4:32: '../../../etc/shadow' is not a file name",
            "without a directory"),
        Arguments.of(
            HEAD + APT + "build: { config: /etc/shadow }\n",
            "r.yaml:4:18: '/etc/shadow' is not a file below the recipe's directory",
            "--config"),
        Arguments.of(
            HEAD + APT + "build: { config: a/../../b }\n",
            "r.yaml:4:18: 'a/../",
            "recipe's directory"),
        Arguments.of(
            HEAD + APT + "build: { config: .. }\n", "r.yaml:4:18: '..'", "recipe's directory"),
        Arguments.of(
            HEAD + APT + "build: { config: \"a\\0b\" }\n", "r.yaml:4:18: 'a", "recipe's directory"),
        Arguments.of(
            HEAD + APT + "guest: { box: ../.. }\n",
            "r.yaml:4:15: '../..' is not the name of a box",
            "almalinux/9"),
        Arguments.of(
            HEAD + "source: { git: 'https://x/y.git' }\n",
            "r.yaml:3:9: 'ref' is missing",
            "add ref"),
        Arguments.of(
            HEAD + "source: { git: 'https://x/y.git', ref: a, commit: abc }\n",
            "r.yaml:3:51: 'abc' is not 40 hexadecimal digits",
            "40"),
        Arguments.of(
            HEAD + APT + "build: { rpm: { with: [a] }, config: minimal }\n",
            "r.yaml:4:15: cannot use config with rpm",
            "keep one"),
        Arguments.of(
            HEAD + APT + "build: { rpm: { with: ['a b'] } }\n",
            "r.yaml:4:23: 'a b' is not a condition of a spec",
            "baseonly"),
        Arguments.of(
            HEAD + APT + "build: { rpm: { environment: ../el7 } }\n",
            "r.yaml:4:30: '../el7' is not the name of an environment",
            "el7"),
        Arguments.of(
            HEAD + APT + "build: { rpm: { environment: [el7] } }\n",
            "r.yaml:4:30: 'environment' is a word",
            "same line"),
        Arguments.of(
            HEAD + APT + "guest: { box: centos7 }\n",
            "r.yaml:4:15: 'centos7' is not the name of a box",
            "almalinux/9"),
        Arguments.of(
            HEAD + "source: { tarball: a, sha256: b }\n", "r.yaml:3:31: 'b' is not 64", "64 hex"),
        Arguments.of(
            HEAD + "source: { tarball: [a] }\n", "r.yaml:3:20: 'tarball' is a word", "same line"),
        Arguments.of(
            HEAD + APT + "tried: surely\n", "r.yaml:4:8: 'surely' is not a value", "booted"),
        Arguments.of(
            HEAD + APT + "build: { targets: [imge] }\n",
            "r.yaml:4:19: 'imge' is not a target",
            "write 'image'"),
        Arguments.of(
            HEAD + APT + "build: { targets: bzImage }\n", "r.yaml:4:19: 'targets' is a list", "["),
        Arguments.of("a: &a [x]\nb: [*a, *a", "r.yaml:2:", "fix the YAML"));
  }

  @ParameterizedTest
  @MethodSource("wrong")
  void reportsPlaceAndFixOfEveryError(String text, String what, String remedy) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOfSatisfying(
            RecipeFailure.class,
            failure -> {
              assertThat(failure.what()).startsWith(what);
              assertThat(failure.remedy()).contains(remedy);
            });
  }

  private static String signature(String name) {
    return HEAD
        + """
        source:
          tarball: linux-6.1.tar.xz
          mirrors: https://x/
          signature: "%s"
          signed-by: [{ fingerprint: %s, keys: k.asc }]
        """
            .formatted(name, "A".repeat(40));
  }

  @Test
  void rejectsTheTarballAsItsSignature() {
    assertThatThrownBy(() -> read(signature("linux-6.1.tar.xz")))
        .isInstanceOf(RecipeFailure.class)
        .hasMessage("r.yaml:6:14: the signature has the name of the tarball");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tarball: a, mirrors: 'http://u:s3cr@t@h/'",
        "tarball: a, mirrors: ['https://x/', 'http://u:s3cr/t@h/']",
        "tarball: a, mirrors: 'http://u:s3cr t@h/'",
        "tarball: a, mirrors: 'http://u:%zzs3cr@h/'",
        "tarball: 'http://u:s3cr@h/linux.tar'",
        "tarball: 'http://u:s3cr@h/linux.tar', mirrors: 'https://x/'",
        "tree: 'http://u:s3cr@h/linux'",
        "apt: 'http://u:s3cr@h/linux'",
        "git: 'ssh://u:s3cr@h/linux', ref: a",
        "git: 'https://x/', ref: 'http://u:s3cr@h'",
        "dist-git: 'https://x/', ref: a, lookaside: 'http://u:s3cr#t@h/{file}'",
        "srpm: a, signed-by: [{fingerprint: 'http://u:s3cr@h', keys: k}]",
        "srpm: a, signed-by: [{fingerprint: KEY, keys: 'http://u:s3cr@t@h'}]",
        "tarball: a, mirrors: 'http://u:{s3cr}x@h/'",
        "tarball: a, mirrors: *u:s3cr@h",
        "'http://u:s3cr@h/': a"
      })
  void reportsThePlaceWithoutThePassword(String source) {
    String text = HEAD + "source: { " + source.replace("KEY", "0".repeat(40)) + " }\n";
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(RecipeFailure.class)
        .hasMessageStartingWith("r.yaml:3:")
        .hasMessageNotContaining("s3cr");
  }

  @Test
  void acceptsOnlyConfigsBelowTheRecipe(@TempDir Path own) throws IOException {
    Files.writeString(
        Files.createDirectory(own.resolve("sub")).resolve("a.config"), "CONFIG_A=y\n");
    Files.createSymbolicLink(own.resolve("out.config"), Path.of("/etc/passwd"));
    Files.createSymbolicLink(own.resolve("in.config"), Path.of("sub/a.config"));
    RecipeReader reader = new RecipeReader("r.yaml", own, Optional.empty());
    for (String file : List.of("sub/a.config", "in.config", "none.config")) {
      assertThat(reader.read(HEAD + APT + "build: { config: " + file + " }\n").build())
          .isInstanceOfSatisfying(
              BuildSpec.Make.class,
              make -> assertThat(make.config()).isEqualTo(own.resolve(file).toString()));
    }
    for (String file : List.of("out.config", "sub/../../x")) {
      assertThatThrownBy(() -> reader.read(HEAD + APT + "build: { config: " + file + " }\n"))
          .isInstanceOf(RecipeFailure.class)
          .hasMessage("r.yaml:4:18: '" + file + "' is not a file below the recipe's directory");
    }
  }

  @Test
  void reportsThePlaceOfAnInvalidPort() {
    assertThatThrownBy(() -> read(HEAD + "source: { tarball: a, mirrors: ['http://x:99999/'] }\n"))
        .isInstanceOf(RecipeFailure.class)
        .hasMessage("r.yaml:3:33: 'http://x:99999/' is not a valid URL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "- ", "{a: ", "? "})
  void reportsThePlaceOfDeepNesting(String opens) {
    assertThatThrownBy(() -> read(opens.repeat(16_000)))
        .isInstanceOf(RecipeFailure.class)
        .hasMessageStartingWith("r.yaml:1:")
        .hasMessageContaining("nested more than 32 deep");
  }

  /** Errors without a place, and exceptions of other types than the parser's. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "summary: \"\\UFFFFFFFF\"    | 2:13: invalid YAML",
        "summary: \"\\U00110000\"    | 2:13: found unknown escape",
        "summary: !<%20x> x         | 2:",
        "summary: !<%1b[31m> x      | 2:",
        "summary: !<%ff> x          | 2:",
        "%YAML 3.0                  | 2:",
        "? [a]                      | 2:3: a key is a word",
        "summary: *s3               | 2:10: found undefined alias s3"
      })
  void reportsThePlaceOfInvalidYaml(String line, String what) {
    assertThatThrownBy(() -> read("name: k\n" + line + "\n" + APT))
        .isInstanceOf(RecipeFailure.class)
        .hasMessageStartingWith("r.yaml:" + what)
        .hasMessageNotContainingAny("java", "Exception");
  }

  @Test
  void reportsThePlaceOfAnInvalidCharacter() {
    assertThatThrownBy(() -> read("name: k\nsummary: ü\ud83d\ude00\u0001\n"))
        .isInstanceOf(RecipeFailure.class)
        .hasMessage("r.yaml:2:12: YAML does not allow the character U+0001");
  }

  @Test
  void reportsThePlaceOfAnUnknownYamlVersion() {
    assertThatThrownBy(() -> read("# a\n%YAML 3.0\n---\nname: k\n"))
        .isInstanceOf(RecipeFailure.class)
        .hasMessage("r.yaml:2:1: unknown YAML version");
  }

  @Test
  void reportsThePlaceAtWhichARecipeIsTooLong() {
    assertThatThrownBy(() -> read("name: k\n" + "#".repeat(70_000)))
        .isInstanceOf(RecipeFailure.class)
        .hasMessage("r.yaml:2:65529: too long for a recipe: 70008 characters");
  }

  @Test
  void reportsThePlaceOfAByteThatIsNotUtf8() {
    byte[] bytes = "name: k\nü: \u00ff\n".getBytes(StandardCharsets.UTF_8);
    bytes[bytes.length - 2] = 'x';
    assertThatThrownBy(() -> new YamlText("r.yaml").decode(bytes))
        .isInstanceOf(RecipeFailure.class)
        .hasMessage("r.yaml:2:4: the byte 0xc3 is not UTF-8");
  }

  /** Seeded, so that a failure is reproducible. */
  @Test
  void reportsAPlaceForAnyText() {
    String whole = signature("linux-6.1.tar.xz.sign") + "build: { config: defconfig }\n";
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder(whole);
      for (int k = random.nextInt(4); k >= 0; k--) {
        int at = random.nextInt(text.length());
        String bit = NONSENSE.get(random.nextInt(NONSENSE.size()));
        text.replace(at, Math.min(text.length(), at + random.nextInt(12)), bit);
      }
      try {
        read(text.toString());
      } catch (RecipeFailure e) {
        assertThat(e.what()).as(text.toString()).matches("(?s)r\\.yaml:\\d+:\\d+: .*");
      }
    }
  }

  @Test
  void reportsThePlaceOfAnInvalidPath() {
    assertThatThrownBy(() -> read(HEAD + "source: { tree: \"a\\0b\" }\n"))
        .isInstanceOf(RecipeFailure.class)
        .hasMessage("r.yaml:3:17: not a path");
  }

  public static Recipe read(String text) {
    return new RecipeReader("r.yaml", Path.of("/recipes"), Optional.empty()).read(text);
  }
}
