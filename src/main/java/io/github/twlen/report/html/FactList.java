// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.html;

import org.jspecify.annotations.Nullable;

/** A list of names and values; a value that is absent has no line. */
final class FactList {
  private final Markup page;

  /** Opens the list. */
  FactList(Markup page) {
    this.page = page.open("dl");
  }

  /** A line in words. */
  FactList text(String name, @Nullable String value) {
    return line(name, value, "text");
  }

  /** A line to copy: a path, a digest, a version. */
  FactList code(String name, @Nullable String value) {
    return line(name, value, "code");
  }

  private FactList line(String name, @Nullable String value, String kind) {
    if (value != null && !value.isEmpty()) {
      page.open("div").element("dt", name).open("dd");
      page.inline(kind.equals("code") ? "code" : "span", value).close().close();
    }
    return this;
  }

  /** Closes the list. */
  void end() {
    page.close();
  }
}
