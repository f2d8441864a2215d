// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import io.github.twlen.TwlenFailure;

/** This host lacks a program that a guest needs. */
public final class MissingToolFailure extends TwlenFailure {
  private static final long serialVersionUID = 1L;

  /** See {@link TwlenFailure}. */
  public MissingToolFailure(String what, String remedy) {
    super(what, remedy, null);
  }
}
