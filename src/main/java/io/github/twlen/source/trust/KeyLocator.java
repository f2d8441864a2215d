// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.trust;

import io.github.twlen.GivenFile;
import io.github.twlen.process.RunContext;
import io.github.twlen.recipe.Address;
import io.github.twlen.source.FetchRequest;
import io.github.twlen.source.SourceFailure;
import io.github.twlen.source.http.Download;
import io.github.twlen.source.http.DownloadLimits;
import io.github.twlen.source.http.HttpFetcher;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds the keys of a recipe: bundled, on this host, on a server. A key from a server is cached,
 * and downloaded again when it is a day old; only its fingerprint is trusted.
 */
public final class KeyLocator implements Function<Address, Optional<byte[]>> {
  private static final long LARGEST = 4 << 20;

  /** The owner may renew or revoke a key. */
  private static final Duration FRESH = Duration.ofDays(1);

  private final FetchRequest request;
  private final RunContext context;

  public KeyLocator(FetchRequest request, RunContext context) {
    this.request = request;
    this.context = context;
  }

  @Override
  public Optional<byte[]> apply(Address place) {
    if (place.web().isPresent()) {
      return fromServer(place);
    }
    String file = place.secret();
    return file.startsWith("/") ? read(Path.of(file)) : request.packed().apply("recipes/" + file);
  }

  private Optional<byte[]> fromServer(Address url) {
    String name = Digests.sha256(url.secret().getBytes(StandardCharsets.UTF_8));
    Path kept = context.workspace().source("keys", name.substring(0, 16) + ".asc");
    if (!request.offline() && !isFresh(kept)) {
      Path fresh = kept.resolveSibling(kept.getFileName() + ".new");
      HttpFetcher fetcher = new HttpFetcher(request.environment(), DownloadLimits.SMALL, null);
      try {
        new Download(fetcher, List.of(url), fresh, DownloadLimits.SMALL, context.progress())
            .call(file -> {});
        Files.move(fresh, kept, StandardCopyOption.ATOMIC_MOVE);
      } catch (SourceFailure e) {
        // The cached copy or the next place may do; if not, all places are reported.
      } catch (IOException e) {
        throw WorkspaceFailure.writing(kept, e);
      }
    }
    return read(kept);
  }

  private static boolean isFresh(Path kept) {
    try {
      return Files.getLastModifiedTime(kept).toInstant().isAfter(Instant.now().minus(FRESH));
    } catch (IOException e) {
      return false;
    }
  }

  private static Optional<byte[]> read(Path file) {
    try {
      return Files.isRegularFile(file) && Files.size(file) <= LARGEST
          ? Optional.of(GivenFile.read(file))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
