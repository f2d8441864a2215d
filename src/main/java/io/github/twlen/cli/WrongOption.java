package io.github.twlen.cli;

/** An option of the user's does not fit; told like every other misuse of the command line. */
final class WrongOption extends RuntimeException {
  private static final long serialVersionUID = 1L;

  WrongOption(String message) {
    super(message);
  }
}
