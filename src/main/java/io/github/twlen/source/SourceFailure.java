package io.github.twlen.source;

import io.github.twlen.TwlenFailure;
import org.jspecify.annotations.Nullable;

/** A source is not found, cut off, or not what its digest says. */
public final class SourceFailure extends TwlenFailure {
  private static final long serialVersionUID = 1L;

  /** See {@link TwlenFailure}. */
  public SourceFailure(String what, String remedy, @Nullable Throwable cause) {
    super(what, remedy, cause);
  }
}
