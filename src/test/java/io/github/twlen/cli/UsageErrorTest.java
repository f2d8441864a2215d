// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsageErrorTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        // An unknown option comes before any other error.
        "rebuild x --sekonds 5            | cannot use '--sekonds': unknown option           | use --seconds, or",
        "verify --jobz=3 y                | cannot use '--jobz=3': unknown option            | run `twlen verify",
        "rebuild --seconds abc --nope     | cannot use '--nope': unknown option              | run `twlen rebuild",
        "rebuild a b --nope               | cannot use '--nope': unknown option              | run `twlen rebuild",
        "rebuild --image --odd x          | cannot run twlen rebuild: missing option         | pass --seconds N",
        "rebuild --in moon x --seconds 5  | cannot use --in moon: unknown value              | pass one of host,",
        "patch x --seconds five           | cannot use --seconds five: not a length          | pass whole seconds",
        "patch x --seconds 1              | cannot use --seconds 1: too short, since         | pass 2 or more",
        "patch x --seconds 999999999      | cannot use --seconds 999999999: overflows        | pass 2147483 or",
        "patch --seconds                  | cannot use --seconds: missing value              | pass --seconds N",
        "build x --jobs three             | cannot use --jobs three: not a whole number      | pass a whole number",
        "build . --launcher foo           | cannot use --launcher foo: unknown value         | pass one of auto,",
        "survey --json=yes                | cannot use --json yes: it takes no value         | pass --json alone",
        "build . --in host --in host      | cannot use --in: it is given twice               | pass --in once",
        "verify pom.xml --seconds 5 --guest image                        | cannot use --guest image without an image | pass --guest-image FILE",
        "verify pom.xml --seconds 5 --guest image --guest-image absent   | cannot use the image absent: no such file | pass a qcow2",
        "verify pom.xml --seconds 5 --guest image --guest-image pom.xml  | cannot use the image pom.xml: neither     | unpack it",
        "verify pom.xml --seconds 5 --guest-image pom.xml                | cannot use --guest-image without          | add --guest image",
        "verify pom.xml --seconds 5 --guest image --keep-guest           | cannot use --keep-guest without           | add --guest vagrant",
        "verify pom.xml --seconds 5 --guest image --box x                | cannot use --box: --guest is not vagrant  | remove --box",
        "verify pom.xml --seconds 5 --guest qemu --emulate               | cannot use --emulate: --guest is not      | remove --emulate",
        "rebuild debian-6.1 --seconds 5 --guest image --image debian     | cannot use --image without --in container | add --in",
        "rebuild debian-6.1 --seconds 5 --guest image --baseline         | cannot use --baseline: --guest image      | remove --baseline",
        "rebuild debian-6.1 --seconds 5 --guest image --arch arm64       | cannot use --guest image with --arch arm64 | pass --guest qemu",
        "doctor debian-6.1 --guest image --guest-image src               | cannot use the image src: it is a dir     | pass a qcow2",
        "completion fish                  | cannot use fish: unknown value                   | pass one of bash,",
        "rebiuld x                        | cannot use 'rebiuld': unknown command            | use rebuild, or",
        "help recipes shwo                | cannot use 'shwo': unknown command               | use show, or",
        "help patch it                    | cannot use 'it': unknown argument                | run `twlen patch",
        "help surveyy                     | cannot use 'surveyy': unknown command            | use survey, or",
        "rebuild a b --seconds 15         | cannot use 'b': unknown argument                 | run `twlen rebuild",
        "test --help                      | cannot use 'test': unknown command               | run `twlen --help`",
        "--help test                      | cannot use 'test': unknown command               | run `twlen --help`",
        "cache prnue --help               | cannot use 'prnue': unknown command              | use prune, or",
        "patch linux --seconds 15         | cannot change the recipe linux in place          | pass --dry-run",
        "patch pom.xml --seconds 15       | cannot change pom.xml in place: it is an archive | pass --dry-run",
        "patch linux --seconds 15 --reverse -o x.src.rpm                 | cannot write a package with --reverse     | use the stock",
        "recipes list --recipes nodir     | cannot read the recipes directory nodir: no such directory | pass a readable",
        "cache list --recipes pom.xml     | cannot read the recipes directory pom.xml: not a directory | pass a readable",
        "recipes                          | cannot run twlen recipes: missing command        | pass one of check,",
        "recipes show                     | cannot run twlen recipes show: missing RECIPE    | pass RECIPE",
        "patch no/file.tar.xz --seconds 5 | cannot find a recipe, directory or file          | check the path",
        "doctor debian6.1                 | cannot find a recipe, directory or file          | pass 'debian-6.1'"
      })
  void namesTheArgumentAndTheFix(String line, String what, String fix) {
    String[] words = line.strip().split(" +");
    assertThat(
            Main.run(OutputStream.nullOutputStream(), err, Map.of("HOME", "/nonexistent"), words))
        .as(Arrays.toString(words))
        .isEqualTo(2);
    String[] lines = err.toString(StandardCharsets.UTF_8).split("\n");
    assertThat(lines).hasSize(2);
    assertThat(lines[0]).startsWith("twlen: " + what);
    assertThat(lines[1]).startsWith("  fix: " + fix);
  }
}
