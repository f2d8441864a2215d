package io.github.twlen.build;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Version and release of a vendor's package.
 *
 * @param text such as {@code 3.10.0-1160.119.1.el7}
 */
public record VendorRelease(String text) {
  private static final Pattern DIST = Pattern.compile("\\.(?:el|fc|amzn|ol|rl)\\d.*$");

  /**
   * What it ends in, such as {@code .el8_5}: a spec takes it from the host that it is built on,
   * which may be another.
   */
  Optional<String> dist() {
    Matcher dist = DIST.matcher(text);
    return dist.find() ? Optional.of(dist.group()) : Optional.empty();
  }
}
