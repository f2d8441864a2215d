// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Runs the stages of a run in their order, names each, and takes its time. */
final class StageRunner {
  private final Progress progress;
  private final List<StageTiming> timings = new ArrayList<>();

  StageRunner(Progress progress) {
    this.progress = progress;
  }

  /** Runs one stage. Its time is kept also when it fails. */
  <T> T run(String name, Supplier<T> work) {
    progress.say(name);
    long start = System.nanoTime();
    try {
      return work.get();
    } finally {
      progress.status("");
      timings.add(new StageTiming(name, Duration.ofNanos(System.nanoTime() - start)));
    }
  }

  /** The stages so far. */
  List<StageTiming> timings() {
    return List.copyOf(timings);
  }
}
