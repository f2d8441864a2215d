package io.github.twlen.source;

import java.net.URI;

/** A URL as it may be shown: without the name and the password in it, and without its query. */
final class ShownUrl {
  private ShownUrl() {}

  /** For messages, logs and reports. */
  static String of(URI url) {
    String authority = String.valueOf(url.getRawAuthority());
    String host = authority.substring(authority.lastIndexOf('@') + 1);
    String path = url.getRawPath() == null ? "" : url.getRawPath();
    // Tokens stand in queries as often as before the host.
    return url.getScheme() + "://" + host + path + (url.getRawQuery() == null ? "" : "?…");
  }

  /** The same for what may be no URL, such as a folder. */
  static String of(String url) {
    try {
      URI uri = URI.create(url);
      return uri.getRawAuthority() == null ? url : of(uri);
    } catch (IllegalArgumentException e) {
      return url.replaceAll("//[^/]*@", "//");
    }
  }
}
