// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.view;

import io.github.twlen.Messages;
import io.github.twlen.survey.netns.NetNamespace;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Prints the other network namespaces of a host, the fullest first. */
final class NamespaceLines {
  /** Namespaces to print; the JSON has all. */
  private static final int SHOWN = 5;

  private final TwoColumnText out;
  private final Messages messages;

  NamespaceLines(TwoColumnText out, Messages messages) {
    this.out = out;
    this.messages = messages;
  }

  /** Returns whose the surveyed namespace is; empty if none was asked for. */
  static Optional<String> own(@Nullable NetNamespace space, Messages messages) {
    return Optional.ofNullable(space)
        .map(
            found ->
                found.belongsToHost()
                    ? messages.text("view.namespace.host")
                    : found.owner(messages));
  }

  /** Prints nothing for a host that has only one. */
  void print(List<NetNamespace> namespaces) {
    if (namespaces.isEmpty()) {
      return;
    }
    String label = messages.text("view.namespaces");
    line(label, messages.text("view.namespaces.none", "namespaces", namespaces.size()));
    for (NetNamespace space : namespaces.subList(0, Math.min(SHOWN, namespaces.size()))) {
      line(
          "",
          messages.text(
              "namespaces.full", "owner", space.owner(messages), "load", space.load(messages)));
    }
    int more = namespaces.size() - SHOWN;
    if (more > 0) {
      line("", messages.text("view.namespaces.more", "more", more));
    }
  }

  private void line(String name, String text) {
    out.plain(SurveyView.INDENT, SurveyView.NAME, name, text);
  }
}
