// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.make;

import io.github.twlen.GivenFile;
import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.BuildTree;
import io.github.twlen.build.config.ConfigText;
import io.github.twlen.recipe.Architecture;
import io.github.twlen.recipe.TimewaitLength;
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
 * The image that make wrote. make succeeds too when it compiles nothing, so the image's release and
 * the age of the object files must show that it belongs to this build.
 */
record BuiltImage(BuildTree tree, Architecture architecture) {
  /** In bytes; an image with a whole root file system has some 200 MB. */
  private static final int LARGEST = 512 << 20;

  /**
   * In bytes; the banner is near the beginning of a compressed image, and in the read-only data of
   * another.
   */
  private static final int BANNER_WITHIN = 64 << 20;

  /** If one of these is off, object files of TCP belong to another configuration. */
  private static final List<String> NEEDED = List.of("CONFIG_NET", "CONFIG_INET");

  /** Object files that use the macro in every kernel with TCP. */
  private static final List<String> OBJECTS =
      List.of("linux/net/ipv4/tcp.o", "linux/net/ipv4/tcp_minisocks.o");

  /** The files that {@link #fault} reads, relative to the root. */
  List<String> files() {
    return List.of(image(), OBJECTS.get(0), OBJECTS.get(1));
  }

  private String image() {
    return "linux/" + architecture.image().path();
  }

  /** Returns the image's path. */
  Path file() {
    return tree.root().resolve(image());
  }

  /** Returns a sentence if the image belongs to another build than the one with this release. */
  Optional<String> fault(String release) {
    try {
      if (!Files.isRegularFile(file())) {
        return Optional.of("make succeeded but wrote no " + file());
      }
      // The banner precedes a compressed part: "6.1.7-tw15 (twlen@twlen) #1 ...".
      Pattern own = Pattern.compile("(?<![\\w.+-])" + Pattern.quote(release) + "(?![\\w.+-])");
      if (!own.matcher(start()).find()) {
        return Optional.of(file() + " does not have the release " + release + " of this build");
      }
      Path header = tree.linux().resolve(TimewaitLength.HEADER);
      for (String name : hasTcp() ? OBJECTS : List.<String>of()) {
        Path object = tree.root().resolve(name);
        if (Files.exists(object) && (isOlder(object, header) || isOlder(file(), object))) {
          Path stale = isOlder(object, header) ? object : file();
          return Optional.of(stale + " is older than its source, so this build did not write it");
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new BuildFailure(
          "cannot read " + file() + ": " + GivenFile.reason(file(), e),
          "pass a kernel tree whose makefiles write " + architecture.image().path(),
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
    Map<String, String> options = ConfigText.options(BuildTree.text(tree.config()));
    return NEEDED.stream().noneMatch(one -> ConfigText.NOT_SET.equals(options.get(one)));
  }

  private static boolean isOlder(Path file, Path other) throws IOException {
    return Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(other)) < 0;
  }
}
