package io.github.twlen.build;

import io.github.twlen.build.config.ConfigText;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
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
      String bytes = Files.readString(file(), StandardCharsets.ISO_8859_1);
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
      throw WorkspaceFailure.reading(file(), e);
    }
  }

  private boolean hasTcp() throws IOException {
    Map<String, String> options =
        ConfigText.options(Files.readString(tree.config(), StandardCharsets.ISO_8859_1));
    return NEEDED.stream().noneMatch(one -> ConfigText.NOT_SET.equals(options.get(one)));
  }

  private static boolean older(Path file, Path than) throws IOException {
    return Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(than)) < 0;
  }
}
