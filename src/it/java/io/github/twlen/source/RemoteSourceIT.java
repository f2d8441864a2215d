// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.FileName;
import io.github.twlen.recipe.ExpectedIntegrity;
import io.github.twlen.recipe.SigningKey;
import io.github.twlen.source.trust.TestKeys;
import io.github.twlen.workspace.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Downloads signatures and keys; gpg makes them. Also runs the tests without keys. */
class RemoteSourceIT extends RemoteSourceTest {
  @Test
  void downloadsTheSignatureAndTheKey() throws IOException {
    try (TestKeys keys = new TestKeys(folder)) {
      String good = keys.make("good");
      Path tar = folder.resolve("linux-6.1.9.tar");
      served.put("/linux-6.1.9.tar.sign", Files.readAllBytes(keys.sign(good, tar)));
      served.put("/key.asc", Files.readAllBytes(keys.exported(good)));
      SigningKey key = new SigningKey(good, List.of(server.url("/key.asc").toString()));
      ExpectedIntegrity signed =
          new ExpectedIntegrity(
              Optional.empty(), Optional.of(new FileName("linux-6.1.9.tar.sign")), List.of(key));
      assertThat(fetch(Orders.of(spec(signed))).proof())
          .singleElement()
          .asString()
          .contains("the tar is signed by " + good);
      assertThat(fetch(Orders.offline(spec(signed))).proof()).hasSize(1);
      Workspace.remove(folder.resolve("cache/sources/files/toy"));
      served.put("/linux-6.1.9.tar.sign", Files.readAllBytes(keys.sign(keys.make("other"), tar)));
      assertThatThrownBy(() -> fetch(Orders.of(spec(signed))))
          .isInstanceOf(SourceFailure.class)
          .hasMessageContaining("signed by another key");
      assertThat(cached).doesNotExist();
    }
  }

  @Test
  void refreshesAnOldKey() throws IOException {
    try (TestKeys keys = new TestKeys(folder)) {
      String good = keys.make("good");
      Path tar = folder.resolve("linux-6.1.9.tar");
      served.put("/linux-6.1.9.tar.sign", Files.readAllBytes(keys.sign(good, tar)));
      served.put("/key.asc", new byte[] {'?'});
      SigningKey key = new SigningKey(good, List.of(server.url("/key.asc").toString()));
      ExpectedIntegrity signed =
          new ExpectedIntegrity(
              Optional.empty(), Optional.of(new FileName("linux-6.1.9.tar.sign")), List.of(key));
      assertThatThrownBy(() -> fetch(Orders.of(spec(signed)))).hasMessageContaining("no key");

      served.put("/key.asc", Files.readAllBytes(keys.exported(good)));
      makeKeysOld();
      assertThat(fetch(Orders.of(spec(signed))).proof()).hasSize(1);

      served.remove("/key.asc");
      makeKeysOld();
      assertThat(fetch(Orders.of(spec(signed))).proof()).hasSize(1);
    }
  }

  private void makeKeysOld() throws IOException {
    FileTime yesterday = FileTime.from(Instant.now().minus(Duration.ofHours(25)));
    try (Stream<Path> kept = Files.list(folder.resolve("cache/sources/keys"))) {
      for (Path one : kept.toList()) {
        Files.setLastModifiedTime(one, yesterday);
      }
    }
  }
}
