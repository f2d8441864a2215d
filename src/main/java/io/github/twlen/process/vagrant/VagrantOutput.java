// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process.vagrant;

import io.github.twlen.TerminalText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Reads the output of {@code vagrant --machine-readable}: lines {@code time,target,type,data...}
 * with escaped commas and newlines. Unknown types are ignored.
 *
 * @see <a href="https://developer.hashicorp.com/vagrant/docs/cli/machine-readable">its
 *     description</a>
 */
final class VagrantOutput implements Consumer<String> {
  private static final int TYPE = 2;
  private static final int DATA = 3;
  private static final int LONGEST = 300;

  /** The fatal error of Vagrant: its Ruby class, and its message in one line. */
  record Fault(String type, String message) {}

  private final Consumer<String> listener;
  private Optional<Fault> fault = Optional.empty();
  private Optional<String> state = Optional.empty();
  private boolean keyRefused;
  private String other = "";

  /** Passes each message of Vagrant to a listener. */
  VagrantOutput(Consumer<String> listener) {
    this.listener = listener;
  }

  @Override
  public void accept(String line) {
    String[] fields = line.split(",", -1);
    if (fields.length <= TYPE || !fields[0].matches("\\d+")) {
      if (!line.isBlank()) {
        other = line.strip();
        listener.accept(line.strip());
      }
      return;
    }
    List<String> data = new ArrayList<>();
    for (int i = DATA; i < fields.length; i++) {
      data.add(plain(fields[i], fields[1]));
    }
    switch (fields[TYPE]) {
      case "ui" -> {
        if (data.size() > 1) {
          keyRefused |= data.get(1).contains("Authentication failure");
          listener.accept(data.get(1));
        }
      }
      case "state" -> state = data.stream().findFirst();
      case "error-exit" -> {
        if (data.size() > 1) {
          fault = Optional.of(new Fault(data.get(0), data.get(1)));
        }
      }
      default -> {}
    }
  }

  /** Unescapes a message to one line and removes the guest's name before it. */
  private static String plain(String field, String target) {
    String all =
        field
            .replace("%!(VAGRANT_COMMA)", ",")
            .replaceAll("(?:\\\\n|\\\\r|\\s)+", " ")
            .replace("==> " + target + ": ", "")
            .strip();
    String message = all.startsWith(target + ": ") ? all.substring(target.length() + 2) : all;
    return TerminalText.beginning(message, LONGEST);
  }

  /** Returns the fatal error. */
  Optional<Fault> fault() {
    return fault;
  }

  /** Returns the guest's state in the provider's own term. */
  Optional<String> state() {
    return state;
  }

  /** Returns whether ssh refused Vagrant's key; Vagrant retries until its timeout. */
  boolean keyRefused() {
    return keyRefused;
  }

  /** Returns the last line without a type, such as an error of a provider's library. */
  String lastOther() {
    return other;
  }
}
