// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.rebuild.OutputFolder;
import io.github.twlen.rebuild.ProgramCall;
import io.github.twlen.verify.server.Patience;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the commands that continue. */
class ServerRequestTest {
  private static ServerRequest request(String typed) {
    return new ServerRequest(
        List.of("ssh", "web2"),
        List.of(),
        false,
        Patience.of(Duration.ofSeconds(1)),
        name -> Optional.empty(),
        new OutputFolder(Path.of("out")),
        new ProgramCall(List.of(typed.split(" ")), "1", Locale.ROOT));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "twlen deploy k --ssh web1 --ssh web2 --keep | twlen deploy k --ssh web2 --keep --reboot",
        "twlen deploy --ssh=web1 k --ssh=web2        | twlen deploy --ssh web2 k --reboot",
        "twlen deploy k --hosts - --seconds 15       | twlen deploy k --ssh web2 --seconds 15 --reboot",
        "twlen deploy --hosts=FILE --ssh web1 k      | twlen deploy --ssh web2 k --reboot",
        "twlen deploy k --ssh web2 --ssh-option P=1  | twlen deploy k --ssh web2 --ssh-option P=1 --reboot",
        "twlen deploy --hosts FILE -- k              | twlen deploy --ssh web2 --reboot -- k",
      })
  void continuesOnThisHostAlone(String typed, String again) {
    assertThat(request(typed).again("--reboot")).isEqualTo(again);
  }
}
