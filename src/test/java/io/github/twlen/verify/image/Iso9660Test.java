// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.image;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.process.Command;
import io.github.twlen.process.CommandResult;
import io.github.twlen.process.CommandRunner;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Iso9660Test {
  private static final int SECTOR = 2048;
  @TempDir Path temp;

  @Test
  void isAnIsoImageForBlkid() throws IOException {
    Path file = Files.write(temp.resolve("seed.iso"), Iso9660.of("cidata", Map.of()));
    CommandResult said =
        new CommandRunner()
            .run(
                Command.of("env", "PATH=/usr/sbin:/sbin:/usr/bin:/bin", "blkid", "-p")
                    .with(file.toString()));
    assertThat(said.output())
        .singleElement()
        .asString()
        .contains("LABEL=\"cidata\"", "TYPE=\"iso9660\"");
  }

  @Test
  void hasEveryFileInItsDirectory() {
    byte[] large = new byte[3 * SECTOR + 1];
    new Random(1).nextBytes(large);
    byte[] exact = new byte[SECTOR];
    Map<String, byte[]> files =
        Map.of("user-data", large, "meta-data", exact, "a", new byte[0], "vendor-data", exact);
    ByteBuffer image = ByteBuffer.wrap(Iso9660.of("cidata", files));
    // The volume's size and the place of the root directory (ECMA-119, 8.4).
    assertThat(image.getInt(16 * SECTOR + 84) * SECTOR).isEqualTo(image.limit());
    int root = image.getInt(16 * SECTOR + 156 + 6);
    Map<String, byte[]> found = new TreeMap<>();
    for (int at = root * SECTOR; image.get(at) != 0; at += image.get(at)) {
      ByteBuffer record = image.slice(at, image.get(at));
      int place = record.getInt(6);
      int length = record.getInt(14);
      assertThat(record.order(ByteOrder.LITTLE_ENDIAN).getInt(2)).isEqualTo(place);
      assertThat(record.getInt(10)).isEqualTo(length);
      byte[] name = new byte[record.get(32)];
      record.get(33, name);
      byte[] content = new byte[length];
      image.get(place * SECTOR, content);
      if (record.get(25) == 0) {
        found.put(new String(name, US_ASCII), content);
      }
    }
    assertThat(found.keySet())
        .containsExactly("A.;1", "META-DATA.;1", "USER-DATA.;1", "VENDOR-DATA.;1");
    assertThat(found.get("USER-DATA.;1")).isEqualTo(large);
    assertThat(found.get("META-DATA.;1")).isEqualTo(exact);
  }
}
