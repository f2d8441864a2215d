// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.http;

import io.github.twlen.recipe.Address;
import io.github.twlen.source.SourceFailure;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which proxy a URL goes through, as curl and wget read it out of the environment: {@code
 * http_proxy}, {@code https_proxy}, {@code all_proxy}, and {@code no_proxy}, in either case. The
 * exception is {@code HTTP_PROXY} in capitals, which a web server's CGI may have set: not read.
 */
public final class ProxyChoice extends ProxySelector {
  private static final int USUAL_PORT = 1080;

  private final Map<String, String> environment;

  public ProxyChoice(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public List<Proxy> select(URI url) {
    return proxy(url)
        .map(
            proxy ->
                List.of(
                    new Proxy(
                        Proxy.Type.HTTP,
                        InetSocketAddress.createUnresolved(
                            proxy.getHost(), proxy.getPort() < 0 ? USUAL_PORT : proxy.getPort()))))
        .orElse(List.of(Proxy.NO_PROXY));
  }

  @Override
  public void connectFailed(URI url, SocketAddress address, IOException e) {
    // The request fails, and says so.
  }

  /** What the proxy of a URL wants to see in Proxy-Authorization; empty when it has no password. */
  Optional<String> authorization(URI url) {
    return proxy(url).map(URI::getRawUserInfo).map(ProxyChoice::basic);
  }

  /** Name and password as a header carries them. */
  static String basic(String rawUserInfo) {
    // Only %-escapes are meant: a plus is a plus here.
    String plain = URLDecoder.decode(rawUserInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  private Optional<URI> proxy(URI url) {
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    Optional<String> named =
        value(scheme + "_proxy")
            .or(() -> scheme.equals("http") ? Optional.empty() : value(upper(scheme + "_proxy")))
            .or(() -> value("all_proxy"))
            .or(() -> value("ALL_PROXY"));
    return named
        .filter(any -> !exempt(url))
        .map(text -> Address.of(text.contains("://") ? text : "http://" + text))
        .map(ProxyChoice::parsed);
  }

  /** Java speaks to a proxy in the clear only; one that is named with https expects TLS. */
  private static URI parsed(Address proxy) {
    Optional<URI> url = proxy.web();
    if (url.isEmpty()) {
      throw new SourceFailure(
          "the proxy " + proxy + " of the environment is no http proxy",
          "write it as http://host:port, or take it out of the environment; " + Address.ENCODING,
          null);
    }
    if (!"http".equalsIgnoreCase(url.get().getScheme())) {
      throw new SourceFailure(
          "the proxy "
              + proxy
              + " of the environment expects TLS, which twlen does not speak to it",
          "write http://host:port for a proxy on this host or a network that you trust",
          null);
    }
    return url.get();
  }

  private boolean exempt(URI url) {
    return new NoProxy(value("no_proxy").or(() -> value("NO_PROXY")).orElse("")).exempts(url);
  }

  private Optional<String> value(String name) {
    return Optional.ofNullable(environment.get(name)).filter(v -> !v.isBlank()).map(String::strip);
  }

  private static String upper(String name) {
    return name.toUpperCase(Locale.ROOT);
  }
}
