// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.make;

import io.github.twlen.GivenFile;
import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.BuildTree;
import io.github.twlen.build.config.ConfigText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The image that make left. A make that compiled nothing ends well, too: the image is proved to be
 * of this build by its own release, and by the age of what was compiled with the header.
 *
 * @param tree where it was built
 */
record BuiltImage(BuildTree tree) {
  private static final String IMAGE = "linux/arch/x86/boot/bzImage";

  /** In bytes; one with a whole root file system in it has some 200 MB. */
  private static final int LARGEST = 512 << 20;

  /** In bytes; the banner is in the first 64 KiB of a bzImage. */
  private static final int BANNER_WITHIN = 64 << 20;

  /** Options without which neither is compiled: what lies there is of another configuration. */
  private static final List<String> NEEDED = List.of("CONFIG_NET", "CONFIG_INET");

  /** What every kernel with TCP compiles that uses the macro. */
  private static final List<String> USERS =
      List.of("linux/net/ipv4/tcp.o", "linux/net/ipv4/tcp_minisocks.o");

  /** What is looked at, below the folder of the work. */
  static final List<String> INSIDE = List.of(IMAGE, USERS.get(0), USERS.get(1));

  /** Where it is. */
  Path file() {
    return tree.root().resolve(IMAGE);
  }

  /**
   * Returns what tells that it is of another build, as a sentence; empty when nothing does.
   *
   * @param release that of this build
   */
  Optional<String> fault(String release) {
    try {
      if (!Files.isRegularFile(file())) {
        return Optional.of("make ended well but left no " + file());
      }
      // In front of what is compressed stands the banner: "6.1.7-tw15 (twlen@twlen) #1 ...".
      String bytes = start();
      Pattern own = Pattern.compile("(?<![\\w.+-])" + Pattern.quote(release) + "(?![\\w.+-])");
      if (!own.matcher(bytes).find()) {
        return Optional.of(file() + " does not have the release " + release + " of this build");
      }
      Path header = tree.linux().resolve(BuildTree.HEADER);
      for (String user : hasTcp() ? USERS : List.<String>of()) {
        Path object = tree.root().resolve(user);
        if (Files.exists(object) && (older(object, header) || older(file(), object))) {
          Path stale = older(object, header) ? object : file();
          return Optional.of(
              stale + " is older than what it is made from, so it is not of this build");
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new BuildFailure(
          "cannot read " + file() + ": " + GivenFile.reason(file(), e),
          "see what the makefiles of this tree write there",
          e);
    }
  }

  private String start() throws IOException {
    if (Files.size(file()) > LARGEST) {
      throw new IOException("it has more than " + (LARGEST >> 20) + " MiB");
    }
    try (InputStream in = GivenFile.open(file())) {
      return new String(in.readNBytes(BANNER_WITHIN), StandardCharsets.ISO_8859_1);
    }
  }

  private boolean hasTcp() {
    Map<String, String> options =
        ConfigText.options(new String(BuildTree.read(tree.config()), StandardCharsets.ISO_8859_1));
    return NEEDED.stream().noneMatch(one -> ConfigText.NOT_SET.equals(options.get(one)));
  }

  private static boolean older(Path file, Path than) throws IOException {
    return Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(than)) < 0;
  }
}
