// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a mirror, a proxy, a key or a repository, or the template of one. It is parsed
 * once; its text never shows the user name and the password, not even when they are badly encoded.
 */
public final class Address {
  /** How to encode the characters that would end a part of a URL. */
  public static final String ENCODING =
      "in a name or a password write %40 for @, %2F for /, %3F for ?, %23 for # and %20 for a"
          + " space";

  private static final Set<String> WEB = Set.of("http", "https");
  private static final int LAST_PORT = 65_535;
  private static final String HIDDEN = "…";
  private static final Pattern SCHEME =
      Pattern.compile("(?i)(?:https?|ftp|git|ssh|file|rsync|socks[45]?[ah]?)://");
  private static final Pattern COLON = Pattern.compile("(?i):|%3a");
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)\\}");

  /** The form of git and ssh, which cannot contain a password. */
  private static final Pattern SCP =
      Pattern.compile("[\\w.-]{1,64}@([\\w.-]+:(?!.*(?:@|%40|//)).*)", Pattern.DOTALL);

  /** A local path; two slashes may be the rest of a URL. */
  private static final Pattern LOCAL = Pattern.compile("(?:\\.{0,2}|~)/(?!/)");

  /** A URL, or the rest of one, whose host is uncertain. */
  private static final Pattern BROKEN =
      Pattern.compile(
          "(?i)[.~]{0,2}//|https?:(?!//)|(?!file:)[a-z][a-z0-9+.-]*://"
              + "(?![\\w.-]+(?::\\d{1,5})?(?:/[^:?#]*)?\\z)");

  private static final Pattern TOKEN = Pattern.compile("[^\\s'\"<>]+");
  private final String text;
  private final Optional<URI> web;

  private Address(String text) {
    this.text = text;
    this.web = parsed(text).filter(Address::isWeb);
  }

  /** Returns the address that a text may be. */
  public static Address of(String text) {
    return new Address(text.strip());
  }

  /** Returns the URL with its password, for the connection only; empty when it is no web URL. */
  public Optional<URI> web() {
    return web;
  }

  /** Returns the text with its password, for the connection only. */
  public String secret() {
    return text;
  }

  /** Returns the user name and the password, encoded as in the URL. */
  public Optional<String> user() {
    return web.map(URI::getRawUserInfo);
  }

  /** Returns the URL without the user name and the password. */
  public Optional<URI> withoutUser() {
    return web.map(url -> withoutUser(url));
  }

  /** Returns a URL without the user name and the password. */
  public static URI withoutUser(URI url) {
    return url.getRawUserInfo() == null
        ? url
        : URI.create(url.toString().replaceFirst("//[^/@]*@", "//"));
  }

  /** Returns the address with something appended. */
  public Address child(String name) {
    return of(text + name);
  }

  /** Returns the address of another name in the same directory. */
  public Address beside(String name) {
    return of(text.substring(0, text.lastIndexOf('/') + 1) + name);
  }

  /** Parses a URL of any scheme; an @ elsewhere than before the host makes it ambiguous. */
  private static Optional<URI> parsed(String text) {
    try {
      URI url = new URI(text);
      long ats = text.chars().filter(c -> c == '@').count();
      boolean plain = url.getHost() != null && ats == (url.getRawUserInfo() == null ? 0 : 1);
      return plain ? Optional.of(url) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty(); // The caller that needs a URL reports it.
    }
  }

  /**
   * Returns whether a URL is http or https with a host and a valid port, which Java does not check.
   */
  public static boolean isWeb(URI url) {
    return WEB.contains(String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT))
        && url.getHost() != null
        && url.getPort() != 0
        && url.getPort() <= LAST_PORT;
  }

  /**
   * Returns a text that may contain an address in the form that may be shown. Of an address that
   * cannot be parsed only the scheme is shown, since its password has no certain bounds.
   */
  public static String shown(String text) {
    String whole = text.strip();
    Optional<URI> url = parsed(PLACEHOLDER.matcher(whole).replaceAll("$1"));
    if (url.isPresent() && SCHEME.matcher(whole).lookingAt()) {
      return shownUrl(whole, url.get());
    }
    Matcher scp = SCP.matcher(whole);
    if (scp.matches()) {
      return scp.group(1);
    }
    boolean named = LOCAL.matcher(whole).lookingAt() ? hasPassword(whole) : lastAt(whole) >= 0;
    if (!named && !BROKEN.matcher(whole).lookingAt()) {
      return text;
    }
    Matcher scheme = SCHEME.matcher(whole);
    return (scheme.lookingAt() ? scheme.group() : "") + HIDDEN;
  }

  /** Returns the index of the last @, encoded or not; negative when there is none. */
  private static int lastAt(String text) {
    return Math.max(text.lastIndexOf('@'), text.lastIndexOf("%40"));
  }

  /** Returns whether a colon is before the last @, both encoded or not. */
  private static boolean hasPassword(String text) {
    Matcher colon = COLON.matcher(text);
    return colon.find() && colon.start() < lastAt(text);
  }

  private static String shownUrl(String whole, URI url) {
    String shown = url.getRawUserInfo() == null ? whole : whole.replaceFirst("//[^/@]*@", "//");
    // Queries often carry tokens; an encoded @ in the path is a misplaced password.
    return lastAt(String.valueOf(url.getRawPath())) >= 0
        ? shown.replaceFirst("(?s)^(\\w+://[^/?#]*/).*", "$1" + HIDDEN)
        : shown.replaceFirst("(?s)([?#]).+", "$1" + HIDDEN);
  }

  /** Returns the output of another program with every address in the form that may be shown. */
  public static String shownIn(String output) {
    return TOKEN
        .matcher(output)
        .replaceAll(
            found -> {
              String token = found.group();
              boolean address = token.contains("://") || hasPassword(token);
              return Matcher.quoteReplacement(address ? shown(token) : token);
            });
  }

  /** Returns the address without the user name, the password and the query. */
  @Override
  public String toString() {
    return shown(text);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Address address && address.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }
}
