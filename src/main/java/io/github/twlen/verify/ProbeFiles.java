package io.github.twlen.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * What runs inside a guest.
 *
 * @param init the first program of the initramfs
 * @param script the probe itself
 */
public record ProbeFiles(String init, String script) {
  /** The ones that are packed into twlen, from {@code vagrant/probe}. */
  public static ProbeFiles packed() {
    return new ProbeFiles(read("init"), read("timewait-probe.sh"));
  }

  private static String read(String name) {
    String resource = "/vagrant/probe/" + name;
    try (InputStream in = ProbeFiles.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("twlen was packed without " + resource);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new IllegalStateException("twlen's own " + resource + " cannot be read", e);
    }
  }
}
