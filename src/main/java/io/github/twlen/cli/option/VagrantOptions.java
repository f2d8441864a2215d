// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import io.github.twlen.process.vagrant.VagrantTools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What all of a run's machines of Vagrant's have in common: the one that builds, and the guest. */
public final class VagrantOptions {
  @Option(
      names = "--box",
      paramLabel = "BOX",
      description = "With Vagrant: the box, by its name, file or address. Default: the recipe's.")
  private @Nullable String box;

  @Option(
      names = "--provider",
      paramLabel = "NAME",
      description =
          "With Vagrant: its provider, such as libvirt or virtualbox. Default: Vagrant's choice.")
  private @Nullable String provider;

  @Option(
      names = "--emulate",
      description = "With Vagrant and libvirt: without KVM, for a host whose KVM only pretends.")
  private boolean emulate;

  @Option(
      names = "--boot-timeout",
      paramLabel = "SECONDS",
      description = "With Vagrant: how long ssh may take to answer. Default: 300, emulated 600.")
  private @Nullable Integer bootTimeout;

  @Option(
      names = "--ssh-option",
      paramLabel = "OPTION",
      description = "With Vagrant: one more option of ssh's, such as Ciphers=+aes128-cbc.")
  private List<String> ssh = new ArrayList<>();

  /** The first of them that the user gave; empty when none. */
  public String given() {
    if (box != null) {
      return "--box";
    }
    if (provider != null) {
      return "--provider";
    }
    if (bootTimeout != null) {
      return "--boot-timeout";
    }
    return emulate ? "--emulate" : ssh.isEmpty() ? "" : "--ssh-option";
  }

  Optional<String> box() {
    return Optional.ofNullable(box);
  }

  Optional<String> provider() {
    return Optional.ofNullable(provider);
  }

  boolean emulate() {
    return emulate;
  }

  /**
   * How long ssh may take to answer.
   *
   * @throws InvalidOption when that is no time
   */
  Optional<Duration> bootTimeout() {
    if (bootTimeout != null && bootTimeout < 1) {
      throw new InvalidOption("--boot-timeout takes a number of seconds from 1");
    }
    return Optional.ofNullable(bootTimeout).map(Duration::ofSeconds);
  }

  /** How Vagrant and ssh are called. */
  VagrantTools tools() {
    return VagrantTools.ofHost().withSshOptions(ssh);
  }
}
