// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.http;

import io.github.twlen.Progress;
import io.github.twlen.recipe.Address;
import io.github.twlen.source.SourceFailure;
import io.github.twlen.workspace.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Downloads a file from the first mirror that has it. The file appears when it is complete and
 * checked; until then the bytes so far are kept for the next run.
 */
public final class Download {
  private final HttpFetcher fetcher;
  private final List<Address> mirrors;
  private final Path target;
  private final DownloadLimits limits;
  private final Progress progress;
  private final PartialDownload part;

  public Download(
      HttpFetcher fetcher,
      List<Address> mirrors,
      Path target,
      DownloadLimits limits,
      Progress progress) {
    this.fetcher = fetcher;
    this.mirrors = List.copyOf(mirrors);
    this.target = target;
    this.limits = limits;
    this.progress = progress;
    this.part = new PartialDownload(target);
  }

  /**
   * Downloads the file, and returns its URL without the password.
   *
   * @param check throws a {@link SourceFailure} when the bytes are wrong
   * @throws SourceFailure when no mirror has the file, or all have wrong bytes
   */
  public String call(Consumer<Path> check) {
    Workspace.folder(Objects.requireNonNull(target.toAbsolutePath().getParent()));
    List<String> reasons = new ArrayList<>();
    SourceFailure wrong = null;
    for (Address mirror : mirrors) {
      String reason;
      try {
        progress.say("  from " + mirror);
        from(mirror, check);
        return mirror.toString();
      } catch (TransferFailure e) {
        reason = e.reason();
      } catch (SourceFailure e) {
        wrong = e;
        reason = e.what();
      } finally {
        progress.status("");
      }
      reasons.add(mirror + ": " + reason);
      progress.say("    " + reason);
    }
    if (wrong != null && mirrors.size() == 1) {
      throw wrong;
    }
    throw new SourceFailure(
        "cannot download " + target.getFileName() + ": " + String.join("; ", reasons),
        ConnectionFault.FIX + ", or pass the file itself",
        wrong);
  }

  /** Wrong bytes are downloaded again once: the bytes of an earlier run may be of another file. */
  private void from(Address mirror, Consumer<Path> check) throws TransferFailure {
    transfer(mirror);
    try {
      check.accept(part.path());
    } catch (SourceFailure e) {
      progress.say("    " + e.what() + "; restarting");
      part.clear();
      transfer(mirror);
      try {
        check.accept(part.path());
      } catch (SourceFailure again) {
        part.clear();
        throw again;
      }
    }
    part.finish();
  }

  private void transfer(Address mirror) throws TransferFailure {
    DownloadProgress shown = new DownloadProgress(String.valueOf(target.getFileName()), progress);
    for (int tries = 1; ; tries++) {
      try {
        shown.from(part.size());
        new DownloadAttempt(fetcher, mirror, part, limits, shown).call();
        return;
      } catch (TransferFailure e) {
        if (e.next() == TransferFailure.Next.ELSEWHERE
            || tries >= limits.tries()
            || isAbsent(mirror, e)) {
          throw e;
        }
        if (e.next() == TransferFailure.Next.RESTART) {
          progress.say("    " + e.reason() + "; restarting");
          part.clear();
        } else {
          Duration pause = limits.pauseBefore(tries, e.pause());
          progress.say("    " + e.reason() + "; retrying in " + HttpFetcher.shown(pause));
          sleep(pause);
        }
      }
    }
  }

  /** Returns whether to try the next mirror first, since this one cannot be reached at all. */
  private boolean isAbsent(Address mirror, TransferFailure failure) {
    boolean last = mirror.equals(mirrors.get(mirrors.size() - 1));
    return !last && ConnectionFault.reason(failure).isPresent();
  }

  private static void sleep(Duration pause) throws TransferFailure {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw TransferFailure.elsewhere("interrupted", e);
    }
  }
}
