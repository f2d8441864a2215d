// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.process.vagrant;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What {@code vagrant --machine-readable} prints: a line is {@code time,target,type,data...}, with
 * commas and line ends in the data written in other ways. Types that are not known are passed over.
 *
 * @see <a href="https://developer.hashicorp.com/vagrant/docs/cli/machine-readable">its
 *     description</a>
 */
final class VagrantOutput implements Consumer<String> {
  private static final int TYPE = 2;
  private static final int DATA = 3;
  private static final int LONGEST = 300;

  /** An error that ended Vagrant: its class in Vagrant's own code, and its words in one line. */
  record Fault(String type, String words) {}

  private final Consumer<String> listener;
  private Optional<Fault> fault = Optional.empty();
  private Optional<String> state = Optional.empty();
  private boolean keyRefused;
  private String other = "";

  /**
   * @param listener told what goes on, a line each
   */
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
      default -> {} // Nothing that twlen acts upon.
    }
  }

  /** In one line, and without the machine's name and an arrow before it. */
  private static String plain(String field, String target) {
    String all =
        field
            .replace("%!(VAGRANT_COMMA)", ",")
            .replaceAll("(?:\\\\n|\\\\r|\\s)+", " ")
            .replace("==> " + target + ": ", "")
            .strip();
    String alone = all.startsWith(target + ": ") ? all.substring(target.length() + 2) : all;
    return alone.length() <= LONGEST ? alone : alone.substring(0, LONGEST) + "...";
  }

  /** What ended Vagrant, where it told. */
  Optional<Fault> fault() {
    return fault;
  }

  /** The machine's state, as Vagrant calls it: kept as it is, since each provider has its own. */
  Optional<String> state() {
    return state;
  }

  /**
   * Whether ssh answered and refused Vagrant's key; Vagrant goes on trying until its time is up.
   */
  boolean keyRefused() {
    return keyRefused;
  }

  /** The last line that is none of Vagrant's own: what a provider's library says when it breaks. */
  String lastOther() {
    return other;
  }
}
