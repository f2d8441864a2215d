// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.build.spec.naming;

import java.util.List;

/**
 * The name of a build, which distinguishes its packages from stock packages: {@code .tw15} is in
 * their release.
 *
 * @param value such as {@code .tw15}
 */
public record BuildId(String value) {
  static final String MACRO = "buildid";

  /** Returns the buildid of a length. */
  public static BuildId ofSeconds(int seconds) {
    return new BuildId(".tw" + seconds);
  }

  /** Returns the arguments for rpm that set the macro of Red Hat's kernel specs. */
  List<String> define() {
    return List.of("--define", MACRO + " " + value);
  }

  /** Returns the line of a spec that sets the macro. */
  String line() {
    return "%global " + MACRO + " " + value;
  }

  /** Returns whether a release is another with this buildid in it, once. */
  public boolean isOnceIn(String release, String stock) {
    int at = release.indexOf(value);
    while (at >= 0) {
      String without = release.substring(0, at) + release.substring(at + value.length());
      if (without.equals(stock)) {
        return true;
      }
      at = release.indexOf(value, at + 1);
    }
    return false;
  }
}
