// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec.shell;

import java.util.List;

/** Receives what {@link ShellReader} finds, in order. */
public interface ShellListener {
  /** A construct begins: {@code if}, {@code for}, {@code (}, <code>{</code>. */
  void opened(String word);

  /** Another part of a construct begins: {@code then}, {@code else}, {@code do}, a pattern. */
  void branch(String word);

  /** The innermost construct ends. */
  void closed();

  /** A function is defined; the next construct is its body. */
  void defined(String function);

  /**
   * A simple command.
   *
   * @param words without quotes; redirections are words too
   * @param operator what connects it to the previous one: {@code &&}, {@code ||}, {@code |}, or
   *     empty
   */
  void command(List<String> words, String operator);
}
