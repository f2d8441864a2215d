// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.http;

import io.github.twlen.recipe.Address;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests through the proxies of the environment. It follows redirects itself: the library
 * would send a password to another host, and does not report a loop.
 */
public final class HttpFetcher {
  private static final int MOST_REDIRECTS = 10;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  static {
    // By default Java sends no password of a proxy when it opens a tunnel for https.
    System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
  }

  private final HttpClient client;
  private final ProxyChoice proxies;
  private final DownloadLimits limits;

  /**
   * @param trusted the trusted certificates; null for those of the host
   */
  public HttpFetcher(
      Map<String, String> environment, DownloadLimits limits, @Nullable SSLContext trusted) {
    this.proxies = new ProxyChoice(environment);
    this.limits = limits;
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(limits.connect())
            .proxy(proxies);
    this.client = trusted == null ? builder.build() : builder.sslContext(trusted).build();
  }

  /**
   * Gets a URL, following redirects. The caller closes the body of the response. Fails when there
   * is no response.
   */
  HttpResponse<InputStream> get(Address url, Map<String, String> headers) throws TransferFailure {
    URI first = url.web().orElseThrow(() -> TransferFailure.elsewhere("not a web address"));
    Set<URI> seen = new HashSet<>();
    URI at = first;
    while (seen.add(at) && seen.size() <= MOST_REDIRECTS) {
      HttpResponse<InputStream> answer = ask(at, first, headers);
      if (!REDIRECTS.contains(answer.statusCode())) {
        return answer;
      }
      close(answer.body());
      at = redirected(at, answer);
    }
    throw TransferFailure.elsewhere("a loop of redirects, or more than " + MOST_REDIRECTS);
  }

  private static URI redirected(URI from, HttpResponse<InputStream> answer) throws TransferFailure {
    URI to;
    try {
      to = from.resolve(answer.headers().firstValue("Location").orElseThrow());
    } catch (IllegalArgumentException | java.util.NoSuchElementException e) {
      throw TransferFailure.elsewhere("redirected to no address", e);
    }
    String scheme = String.valueOf(to.getScheme()).toLowerCase(Locale.ROOT);
    if (from.getScheme().equalsIgnoreCase("https") && !scheme.equals("https")) {
      throw TransferFailure.elsewhere("rejected redirect from https to " + scheme);
    }
    if (!Address.isWeb(to)) {
      throw TransferFailure.elsewhere("redirected to no web address");
    }
    return to;
  }

  private HttpResponse<InputStream> ask(URI at, URI first, Map<String, String> headers)
      throws TransferFailure {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(Address.withoutUser(at))
              .timeout(limits.idle())
              // Requests the file's bytes, not a compressed copy.
              .header("Accept-Encoding", "identity")
              .header("User-Agent", "twlen");
      headers.forEach(request::header);
      // A password is for its own host only.
      String user = sameOrigin(at, first) ? first.getRawUserInfo() : null;
      if (user != null) {
        request.header("Authorization", ProxyChoice.basic(user));
      }
      proxies.authorization(at).ifPresent(a -> request.header("Proxy-Authorization", a));
      return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (SSLException e) {
      throw TransferFailure.elsewhere("certificate rejected: " + e.getMessage(), e);
    } catch (java.net.http.HttpTimeoutException e) {
      throw TransferFailure.again("no response within " + shown(limits.idle()), e);
    } catch (IOException e) {
      throw TransferFailure.again(
          ConnectionFault.reason(e).orElse("no connection: " + reason(e)), e);
    } catch (IllegalArgumentException e) {
      // The client parses headers, such as a length that is not a number.
      throw TransferFailure.elsewhere("invalid response: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw TransferFailure.elsewhere("interrupted", e);
    }
  }

  private static boolean sameOrigin(URI one, URI other) {
    return one.getScheme().equalsIgnoreCase(other.getScheme())
        && one.getHost().equalsIgnoreCase(other.getHost())
        && one.getPort() == other.getPort();
  }

  /** Returns the reason of a failed or broken connection. */
  static String reason(IOException e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at.getMessage() != null) {
        return at.getMessage();
      }
    }
    return "connection lost";
  }

  static String shown(Duration time) {
    return time.toSeconds() > 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }

  static void close(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      // Nothing was written to it.
    }
  }
}
