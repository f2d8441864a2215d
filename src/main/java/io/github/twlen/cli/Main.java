package io.github.twlen.cli;

/** Where the program begins. */
public final class Main {
  private Main() {}

  /** Runs and exits. */
  public static void main(String[] args) {
    System.out.println("twlen");
  }
}
