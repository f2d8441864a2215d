// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.completion;

import io.github.twlen.Resource;

/** Reads the templates of completion scripts, without their licence line. */
final class Template {
  private Template() {}

  static String of(String name) {
    String text = Resource.text(Template.class, name);
    return text.substring(text.indexOf('\n') + 1);
  }
}
