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
 * Gets a file from the first of some places that has it. The file is there when it is whole and was
 * found right, else it is absent; what came of it so far lies beside it for the next run.
 */
public final class Download {
  private final HttpFetcher fetcher;
  private final List<Address> places;
  private final Path target;
  private final DownloadLimits limits;
  private final Progress progress;
  private final PartialDownload part;

  /**
   * @param places URLs of the file, tried in turn
   * @param target where it is put
   */
  public Download(
      HttpFetcher fetcher,
      List<Address> places,
      Path target,
      DownloadLimits limits,
      Progress progress) {
    this.fetcher = fetcher;
    this.places = List.copyOf(places);
    this.target = target;
    this.limits = limits;
    this.progress = progress;
    this.part = new PartialDownload(target);
  }

  /**
   * Downloads it.
   *
   * @param check throws a {@link SourceFailure} when the bytes are not right
   * @return where it came from, as it may be shown
   * @throws SourceFailure when no place had it, or when what they had was not right
   */
  public String call(Consumer<Path> check) {
    Workspace.folder(Objects.requireNonNull(target.toAbsolutePath().getParent()));
    List<String> reasons = new ArrayList<>();
    SourceFailure wrong = null;
    for (Address place : places) {
      try {
        progress.say("  from " + place);
        from(place, check);
        return place.toString();
      } catch (TransferFailure e) {
        reasons.add(place + ": " + e.reason());
        progress.say("    " + e.reason());
      } catch (SourceFailure e) {
        wrong = e;
        reasons.add(place + ": " + e.what());
        progress.say("    " + e.what());
      } finally {
        progress.status("");
      }
    }
    if (wrong != null && places.size() == 1) {
      throw wrong;
    }
    throw new SourceFailure(
        "could not get " + target.getFileName() + ": " + String.join("; ", reasons),
        "look at the network and the proxy settings; give the file itself when you have it",
        wrong);
  }

  /** A file that is not right is fetched once more: what was here of it may have been another's. */
  private void from(Address place, Consumer<Path> check) throws TransferFailure {
    transfer(place);
    try {
      check.accept(part.path());
    } catch (SourceFailure e) {
      progress.say("    " + e.what() + "; once more from the beginning");
      part.clear();
      transfer(place);
      checkAgain(check);
    }
    part.finish();
  }

  private void checkAgain(Consumer<Path> check) {
    try {
      check.accept(part.path());
    } catch (SourceFailure e) {
      part.clear();
      throw e;
    }
  }

  private void transfer(Address place) throws TransferFailure {
    DownloadProgress shown = new DownloadProgress(String.valueOf(target.getFileName()), progress);
    for (int tries = 1; ; tries++) {
      try {
        shown.from(part.size());
        new DownloadAttempt(fetcher, place, part, limits, shown).call();
        return;
      } catch (TransferFailure e) {
        if (e.next() == TransferFailure.Next.ELSEWHERE || tries >= limits.tries()) {
          throw e;
        }
        boolean anew = e.next() == TransferFailure.Next.ANEW;
        if (anew) {
          part.clear();
        }
        Duration pause = anew ? Duration.ZERO : longer(e.pause(), limits.pauseBefore(tries));
        progress.say(
            "    " + e.reason() + "; again" + (anew ? "" : " in " + HttpFetcher.shown(pause)));
        sleep(pause);
      }
    }
  }

  private static Duration longer(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  private static void sleep(Duration pause) throws TransferFailure {
    try {
      Thread.sleep(pause.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw HttpFetcher.elsewhere("interrupted", e);
    }
  }
}
