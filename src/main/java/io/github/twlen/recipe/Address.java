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
 * Where something is fetched from or through: a mirror, a proxy, a key, a repository, a template of
 * such a URL. It is parsed once, and its text never has the name and the password in it, whatever
 * is wrong with it: passwords are what people forget to encode.
 */
public final class Address {
  /** What a URL of a recipe must have in place of the characters that end its parts. */
  public static final String ENCODING =
      "in a name or a password write %40 for @, %2F for /, %3F for ?, %23 for # and %20 for a"
          + " blank";

  private static final Set<String> WEB = Set.of("http", "https");
  private static final int LAST_PORT = 65_535;
  private static final String HIDDEN = "…";
  private static final Pattern SCHEME =
      Pattern.compile("(?i)(?:https?|ftp|git|ssh|file|rsync|socks[45]?[ah]?)://");
  private static final Pattern COLON = Pattern.compile("(?i):|%3a");

  /** What is filled in later. */
  private static final Pattern WORD = Pattern.compile("\\{(\\w+)\\}");

  /** As git and ssh name a place: no password can stand there. */
  private static final Pattern SCP =
      Pattern.compile("[\\w.-]{1,64}@([\\w.-]+:(?!.*(?:@|%40|//)).*)", Pattern.DOTALL);

  /** A file here; two slashes may be what is left of a URL. */
  private static final Pattern LOCAL = Pattern.compile("(?:\\.{0,2}|~)/(?!/)");

  /** A URL, or what is left of one, of which not even the host is sure. */
  private static final Pattern BROKEN =
      Pattern.compile(
          "(?i)[.~]{0,2}//|https?:(?!//)|(?!file:)[a-z][a-z0-9+.-]*://"
              + "(?![\\w.-]+(?::\\d{1,5})?(?:/[^:?#]*)?\\z)");

  private static final Pattern TOKEN = Pattern.compile("[^\\s'\"<>]+");
  private final String text;
  private final Optional<URI> web;

  private Address(String text) {
    this.text = text;
    this.web = parsed(text);
  }

  /** Takes a text that may be an address. */
  public static Address of(String text) {
    return new Address(text.strip());
  }

  /** Takes a URL. */
  public static Address of(URI url) {
    return of(url.toString());
  }

  /**
   * Returns the URL, for the connection alone: it has the password. Empty when it is no web URL.
   */
  public Optional<URI> web() {
    return web;
  }

  /** Returns what was written, for the connection alone: it has the password. */
  public String secret() {
    return text;
  }

  /** Returns the name and the password, as they are encoded in the URL. */
  public Optional<String> user() {
    return web.map(URI::getRawUserInfo);
  }

  /** Returns the URL without the name and the password. */
  public Optional<URI> withoutUser() {
    return web.map(url -> withoutUser(url));
  }

  /** Returns a URL without the name and the password. */
  public static URI withoutUser(URI url) {
    return url.getRawUserInfo() == null
        ? url
        : URI.create(url.toString().replaceFirst("//[^/@]*@", "//"));
  }

  /** Returns the address of something below. */
  public Address child(String name) {
    return of(text + name);
  }

  /** Returns the address of another name in the same folder. */
  public Address beside(String name) {
    return of(text.substring(0, text.lastIndexOf('/') + 1) + name);
  }

  private static Optional<URI> parsed(String text) {
    return proper(text).filter(Address::isWeb);
  }

  /** A URL of any scheme in which nobody can take a password for anything else. */
  private static Optional<URI> proper(String text) {
    try {
      URI url = new URI(text);
      return url.getHost() != null && isOnlyInUser(text, url) ? Optional.of(url) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty(); // Whoever needs a URL tells, with what this shows.
    }
  }

  /**
   * Returns whether it is of http or https and has a host, and a port that there is: Java's own
   * type takes what no connection can be made to, and the client then ends with an exception.
   */
  public static boolean isWeb(URI url) {
    return WEB.contains(String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT))
        && url.getHost() != null
        && url.getPort() != 0
        && url.getPort() <= LAST_PORT;
  }

  /** Elsewhere an @ is rare, and most often it is where a password really ends. */
  private static boolean isOnlyInUser(String text, URI url) {
    long all = text.chars().filter(c -> c == '@').count();
    return all == (url.getRawUserInfo() == null ? 0 : 1);
  }

  /**
   * Returns a text as it may be shown that may have an address in it. Of an address that cannot be
   * parsed nothing is shown but a scheme: where its password begins and ends, nobody knows.
   */
  public static String shown(String text) {
    String whole = text.strip();
    Optional<URI> url = proper(WORD.matcher(whole).replaceAll("$1"));
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

  /** Returns where the last @ is, encoded or not; negative when there is none. */
  private static int lastAt(String text) {
    return Math.max(text.lastIndexOf('@'), text.lastIndexOf("%40"));
  }

  /** Whether there is a colon before the last @, both encoded or not. */
  private static boolean hasPassword(String text) {
    Matcher colon = COLON.matcher(text);
    return colon.find() && colon.start() < lastAt(text);
  }

  private static String shownUrl(String whole, URI url) {
    String shown = url.getRawUserInfo() == null ? whole : whole.replaceFirst("//[^/@]*@", "//");
    // Tokens stand in queries as often as before the host; an encoded @ is elsewhere than it
    // should.
    return lastAt(String.valueOf(url.getRawPath())) >= 0
        ? shown.replaceFirst("(?s)^(\\w+://[^/?#]*/).*", "$1" + HIDDEN)
        : shown.replaceFirst("(?s)([?#]).+", "$1" + HIDDEN);
  }

  /** Returns what another program says, with every address in it as it may be shown. */
  public static String shownIn(String words) {
    return TOKEN
        .matcher(words)
        .replaceAll(
            found -> {
              String token = found.group();
              boolean address = token.contains("://") || hasPassword(token);
              return Matcher.quoteReplacement(address ? shown(token) : token);
            });
  }

  /** Returns it without the name, the password and the query. */
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
