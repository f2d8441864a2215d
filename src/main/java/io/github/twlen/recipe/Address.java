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
      "in a name or a password write %40 for @, %2F for /, %3F for ?, %23 for # and %20 for a blank";

  private static final Set<String> WEB = Set.of("http", "https");
  private static final int LAST_PORT = 65_535;
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://+");
  private static final Pattern LOCAL = Pattern.compile("(?:\\.{0,2}|~)/.*", Pattern.DOTALL);

  /** A host with what should be a port and is none, such as the half of a password. */
  private static final Pattern NO_PORT =
      Pattern.compile("((?:\\[[^\\]]*\\]|[^:/?#\\[]*):)(?!\\d{0,5}(?:[/?#]|$)).*", Pattern.DOTALL);

  private static final Pattern WITH_USER =
      Pattern.compile("[^\\s'\"<>]*:[^\\s'\"<>]*@[^\\s'\"<>]*");

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
    try {
      URI url = new URI(text);
      return isWeb(url) && isOnlyInUser(text, url) ? Optional.of(url) : Optional.empty();
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

  /** Returns a text as it may be shown that may have an address in it. */
  public static String shown(String text) {
    String whole = text.strip();
    Matcher scheme = SCHEME.matcher(whole);
    if (LOCAL.matcher(whole).matches() || (whole.indexOf('@') < 0 && !scheme.lookingAt())) {
      return text;
    }
    String begin = scheme.lookingAt() ? scheme.group() : "";
    String rest = whole.substring(Math.max(whole.lastIndexOf('@') + 1, begin.length()));
    Matcher half = NO_PORT.matcher(rest);
    if (!begin.isEmpty() && half.matches()) {
      return begin + half.group(1) + "…";
    }
    // Tokens stand in queries as often as before the host.
    return begin + rest.replaceFirst("(?s)([?#]).+", "$1…");
  }

  /** Returns what another program says, with every address in it as it may be shown. */
  public static String shownIn(String words) {
    return WITH_USER
        .matcher(words)
        .replaceAll(found -> Matcher.quoteReplacement(shown(found.group())));
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
