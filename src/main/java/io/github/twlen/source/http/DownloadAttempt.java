// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.http;

import io.github.twlen.Digits;
import io.github.twlen.recipe.Address;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One attempt to download a file from one mirror: from the beginning, or from the end of the
 * partial file, if the server still has the same file (RFC 9110, 13.1.5 and 14).
 */
final class DownloadAttempt {
  private static final Pattern RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+)");
  private static final Pattern WHOLE = Pattern.compile("bytes \\*/(\\d+)");
  private static final Set<Integer> TEMPORARY = Set.of(408, 425, 429, 500, 502, 503, 504);
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int NOT_SATISFIABLE = 416;

  private final HttpFetcher fetcher;
  private final Address url;
  private final PartialDownload part;
  private final DownloadLimits limits;
  private final DownloadProgress progress;

  DownloadAttempt(
      HttpFetcher fetcher,
      Address url,
      PartialDownload part,
      DownloadLimits limits,
      DownloadProgress progress) {
    this.fetcher = fetcher;
    this.url = url;
    this.part = part;
    this.limits = limits;
    this.progress = progress;
  }

  /**
   * Completes the partial file; fails when it remains incomplete; its bytes are kept for the next
   * attempt.
   */
  void call() throws TransferFailure {
    Optional<PartialDownload.Note> note = part.note().filter(n -> n.url().equals(url.toString()));
    if (note.isEmpty()) {
      part.clear();
    }
    Map<String, String> headers = new TreeMap<>();
    note.ifPresent(
        known -> {
          headers.put("Range", "bytes=" + part.size() + "-");
          headers.put("If-Range", known.validator());
        });
    HttpResponse<InputStream> answer = fetcher.get(url, headers);
    try (IdleWatch body = new IdleWatch(answer.body(), limits.idle())) {
      switch (answer.statusCode()) {
        case OK -> download(answer.headers(), body);
        case PARTIAL -> resume(note, answer.headers(), body);
        case NOT_SATISFIABLE -> checkComplete(note, answer.headers());
        default -> throw refused(answer);
      }
    }
  }

  private void download(HttpHeaders headers, IdleWatch body) throws TransferFailure {
    checkEncoding(headers);
    part.clear();
    OptionalLong length = length(headers);
    if (length.isPresent()) {
      validator(headers)
          .ifPresent(
              v -> part.write(new PartialDownload.Note(url.toString(), v, length.getAsLong())));
    }
    copy(body, 0, length);
  }

  private static OptionalLong length(HttpHeaders headers) throws TransferFailure {
    Optional<String> header = headers.firstValue("Content-Length");
    OptionalLong length = Digits.number(header.orElse("").strip());
    if (header.isPresent() && length.isEmpty()) {
      throw TransferFailure.elsewhere("invalid Content-Length");
    }
    return length;
  }

  private static boolean is(String written, long number) {
    return Digits.number(written).equals(OptionalLong.of(number));
  }

  private void resume(Optional<PartialDownload.Note> note, HttpHeaders headers, IdleWatch body)
      throws TransferFailure {
    checkEncoding(headers);
    Matcher range = RANGE.matcher(headers.firstValue("Content-Range").orElse(""));
    boolean fits =
        note.isPresent()
            && range.matches()
            && is(range.group(1), part.size())
            && is(range.group(3), note.get().total())
            && validator(headers).filter(v -> !v.equals(note.get().validator())).isEmpty();
    if (!fits) {
      throw TransferFailure.restart("the range does not continue the partial file");
    }
    copy(body, part.size(), OptionalLong.of(note.get().total()));
  }

  private void checkComplete(Optional<PartialDownload.Note> note, HttpHeaders headers)
      throws TransferFailure {
    Matcher whole = WHOLE.matcher(headers.firstValue("Content-Range").orElse(""));
    boolean all =
        note.isPresent()
            && part.size() == note.get().total()
            && whole.matches()
            && is(whole.group(1), part.size());
    if (!all) {
      throw TransferFailure.restart("the server rejects the range");
    }
  }

  private static TransferFailure refused(HttpResponse<InputStream> answer) {
    int status = answer.statusCode();
    if (!TEMPORARY.contains(status)) {
      return TransferFailure.elsewhere("HTTP status " + status);
    }
    Duration wait =
        answer
            .headers()
            .firstValue("Retry-After")
            .filter(v -> v.matches("\\d{1,6}"))
            .map(v -> Duration.ofSeconds(Long.parseLong(v)))
            .orElse(Duration.ZERO);
    return new TransferFailure(TransferFailure.Next.AGAIN, "HTTP status " + status, wait, null);
  }

  /** Different files may share a weak ETag, so a range of another file would pass. */
  private static Optional<String> validator(HttpHeaders headers) {
    return headers
        .firstValue("ETag")
        .filter(tag -> !tag.startsWith("W/"))
        .or(() -> headers.firstValue("Last-Modified"))
        .filter(v -> v.indexOf('\n') < 0);
  }

  private static void checkEncoding(HttpHeaders headers) throws TransferFailure {
    String encoding = headers.firstValue("Content-Encoding").orElse("identity");
    if (!encoding.equalsIgnoreCase("identity")) {
      throw TransferFailure.elsewhere("unexpected encoding " + encoding);
    }
  }

  private void copy(IdleWatch body, long begin, OptionalLong total) throws TransferFailure {
    if (total.orElse(0) > limits.mostBytes()) {
      throw TransferFailure.elsewhere("too large: " + total.getAsLong() + " bytes");
    }
    long at = begin;
    byte[] buffer = new byte[1 << 16];
    try (FileChannel out = part.append()) {
      for (int count = read(body, buffer); count >= 0; count = read(body, buffer)) {
        at += count;
        if (at > Math.min(limits.mostBytes(), total.orElse(Long.MAX_VALUE))) {
          part.clear();
          throw TransferFailure.elsewhere("longer than announced, or than any source");
        }
        ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, count);
        while (bytes.hasRemaining()) {
          out.write(bytes);
        }
        progress.at(at, total);
      }
    } catch (IOException e) {
      throw WorkspaceFailure.writing(part.path(), e);
    }
    if (total.isPresent() && at < total.getAsLong()) {
      throw TransferFailure.again("truncated: " + at + " of " + total.getAsLong() + " bytes", null);
    }
  }

  private int read(IdleWatch body, byte[] buffer) throws TransferFailure {
    try {
      return body.read(buffer);
    } catch (IOException e) {
      throw TransferFailure.again(
          "truncated after " + part.size() + " bytes: " + HttpFetcher.reason(e), e);
    }
  }
}
