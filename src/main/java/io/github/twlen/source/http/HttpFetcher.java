// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.http;

import io.github.twlen.recipe.Address;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Asks servers, through the proxies of the environment. Redirects are followed here, since the
 * library would send a password on to another host, and would not tell of a loop.
 */
public final class HttpFetcher {
  private static final int MOST_REDIRECTS = 10;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  static {
    // Else Java sends a proxy's password only for http, not when it opens a tunnel for https.
    System.setProperty("jdk.http.auth.tunneling.disabledSchemes", "");
  }

  private final HttpClient client;
  private final ProxyChoice proxies;
  private final DownloadLimits limits;

  /**
   * @param trusted whose certificates count; null for those of the host
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
   * Gets a URL, or what it is redirected to.
   *
   * @param headers what is asked for beside
   * @return the answer, which is no redirect; its body is to be closed
   * @throws TransferFailure when there is no answer
   */
  HttpResponse<InputStream> get(Address url, Map<String, String> headers) throws TransferFailure {
    URI first = url.web().orElseThrow(() -> elsewhere("it is no web address", null));
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
    throw elsewhere(
        "it is redirected in a circle, or more than " + MOST_REDIRECTS + " times", null);
  }

  private static URI redirected(URI from, HttpResponse<InputStream> answer) throws TransferFailure {
    URI to;
    try {
      to = from.resolve(answer.headers().firstValue("Location").orElseThrow());
    } catch (IllegalArgumentException | java.util.NoSuchElementException e) {
      throw elsewhere("it is redirected to nowhere", e);
    }
    String scheme = String.valueOf(to.getScheme()).toLowerCase(Locale.ROOT);
    if (from.getScheme().equalsIgnoreCase("https") && !scheme.equals("https")) {
      throw elsewhere("it is redirected from https to " + scheme + ", which is refused", null);
    }
    if (!Address.isWeb(to)) {
      throw elsewhere("it is redirected to what is no web address", null);
    }
    return to;
  }

  private HttpResponse<InputStream> ask(URI at, URI first, Map<String, String> headers)
      throws TransferFailure {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(Address.withoutUser(at))
              .timeout(limits.idle())
              // The bytes of the file, not of a compressed copy of it.
              .header("Accept-Encoding", "identity")
              .header("User-Agent", "twlen");
      headers.forEach(request::header);
      // A password is for the host that the user gave it for.
      String user = at.equals(first) || sameOrigin(at, first) ? first.getRawUserInfo() : null;
      if (user != null) {
        request.header("Authorization", ProxyChoice.basic(user));
      }
      proxies.authorization(at).ifPresent(a -> request.header("Proxy-Authorization", a));
      return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (SSLException e) {
      throw elsewhere("its certificate is not accepted: " + e.getMessage(), e);
    } catch (java.net.http.HttpTimeoutException e) {
      throw again("no answer within " + shown(limits.idle()), e);
    } catch (IOException e) {
      throw again("no connection: " + reason(e), e);
    } catch (IllegalArgumentException e) {
      // The client has parsed what the server told, such as a length that is no number.
      throw elsewhere("its answer makes no sense: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw elsewhere("interrupted", e);
    }
  }

  private static boolean sameOrigin(URI one, URI other) {
    return one.getScheme().equalsIgnoreCase(other.getScheme())
        && one.getHost().equalsIgnoreCase(other.getHost())
        && one.getPort() == other.getPort();
  }

  /** Returns why a connection failed or broke, in words. */
  static String reason(IOException e) {
    for (Throwable at = e; at != null; at = at.getCause()) {
      if (at instanceof UnresolvedAddressException) {
        return "unknown host";
      }
      if (at.getMessage() != null && !(at instanceof ConnectException)) {
        return at.getMessage();
      }
    }
    return e instanceof ConnectException ? "connection refused" : "connection lost";
  }

  static TransferFailure again(String reason, @Nullable Throwable cause) {
    return new TransferFailure(TransferFailure.Next.AGAIN, reason, cause);
  }

  static TransferFailure elsewhere(String reason, @Nullable Throwable cause) {
    return new TransferFailure(TransferFailure.Next.ELSEWHERE, reason, cause);
  }

  static String shown(Duration time) {
    return time.toSeconds() > 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }

  static void close(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      // It was only read from.
    }
  }
}
