// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process;

import org.jspecify.annotations.Nullable;

/**
 * What a thread failed with, for the one that waits for it: nobody looks for it in the thread
 * itself, and the run would go on as if all were well.
 */
final class CarriedFailure {
  private volatile @Nullable Throwable thrown;

  /** Keeps the first one. */
  synchronized void keep(Throwable failure) {
    if (thrown == null) {
      thrown = failure;
    }
  }

  boolean isEmpty() {
    return thrown == null;
  }

  /** Throws it again, if there is one. */
  void rethrow() {
    if (thrown instanceof RuntimeException failure) {
      throw failure;
    }
    if (thrown instanceof Error error) {
      throw error;
    }
  }
}
