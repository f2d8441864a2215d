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
 * Selects the proxy of a URL as curl and wget do, from {@code http_proxy}, {@code https_proxy},
 * {@code all_proxy} and {@code no_proxy}, in either case, but not {@code HTTP_PROXY} in capitals,
 * which the CGI of a web server may set.
 */
public final class ProxyChoice extends ProxySelector {
  private static final int DEFAULT_PORT = 1080;

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
                            proxy.getHost(),
                            proxy.getPort() < 0 ? DEFAULT_PORT : proxy.getPort()))))
        .orElse(List.of(Proxy.NO_PROXY));
  }

  @Override
  public void connectFailed(URI url, SocketAddress address, IOException e) {
    // The request reports it.
  }

  /** Returns the value of Proxy-Authorization for a URL; empty without a password. */
  Optional<String> authorization(URI url) {
    return proxy(url).map(URI::getRawUserInfo).map(ProxyChoice::basic);
  }

  /** Returns a user name and password as the value of a header. */
  static String basic(String rawUserInfo) {
    // Only %-escapes are decoded: a plus is a plus here.
    String plain = URLDecoder.decode(rawUserInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  private Optional<URI> proxy(URI url) {
    String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
    Optional<String> named =
        value(scheme + "_proxy")
            .or(() -> scheme.equals("http") ? Optional.empty() : value("HTTPS_PROXY"))
            .or(() -> value("all_proxy"))
            .or(() -> value("ALL_PROXY"));
    String none = value("no_proxy").or(() -> value("NO_PROXY")).orElse("");
    return named
        .filter(any -> !new NoProxy(none).exempts(url))
        .map(text -> Address.of(text.contains("://") ? text : "http://" + text))
        .map(ProxyChoice::parsed);
  }

  /** Java supports only unencrypted connections to a proxy. */
  private static URI parsed(Address proxy) {
    Optional<URI> url = proxy.web();
    if (url.isEmpty()) {
      throw new SourceFailure(
          "cannot use the proxy " + proxy + ": not an http proxy",
          "write it as http://host:port, or remove it from the environment; " + Address.ENCODING);
    }
    if (!"http".equalsIgnoreCase(url.get().getScheme())) {
      throw new SourceFailure(
          "cannot use the proxy " + proxy + ": TLS to a proxy is not supported",
          "write http://host:port for a proxy on this host or a network that you trust");
    }
    return url.get();
  }

  private Optional<String> value(String name) {
    return Optional.ofNullable(environment.get(name)).filter(v -> !v.isBlank()).map(String::strip);
  }
}
