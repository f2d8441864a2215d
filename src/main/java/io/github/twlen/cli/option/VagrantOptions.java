// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import io.github.twlen.process.vagrant.VagrantTools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of all Vagrant guests of a run: the one that builds, and the one that boots. */
public final class VagrantOptions {
  public static final List<String> NAMES =
      List.of("--box", "--provider", "--emulate", "--boot-timeout", "--ssh-option");

  @Option(
      names = "--box",
      paramLabel = "BOX",
      description = "Vagrant: name, file or URL of the box. Default: the recipe's.")
  private @Nullable String box;

  @Option(
      names = "--provider",
      paramLabel = "NAME",
      description = "Vagrant: provider, such as libvirt or virtualbox. Default: Vagrant's choice.")
  private @Nullable String provider;

  @Option(names = "--emulate", description = "Vagrant/libvirt: run guests without KVM.")
  private boolean emulate;

  @Option(
      names = "--boot-timeout",
      paramLabel = "SECONDS",
      description = "Vagrant: time limit until ssh answers. Default: 300, emulated 600.")
  private @Nullable Integer bootTimeout;

  @Option(
      names = "--ssh-option",
      paramLabel = "OPTION",
      description = "Vagrant: pass -o OPTION to ssh, such as Ciphers=+aes128-cbc. Repeatable.")
  private List<String> ssh = new ArrayList<>();

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
   * Returns the time limit until ssh answers.
   *
   * @throws InvalidOption when it is less than a second
   */
  Optional<Duration> bootTimeout() {
    if (bootTimeout != null && bootTimeout < 1) {
      throw new InvalidOption(
          "cannot use --boot-timeout " + bootTimeout + ": too small", "pass at least 1");
    }
    return Optional.ofNullable(bootTimeout).map(Duration::ofSeconds);
  }

  VagrantTools tools() {
    return VagrantTools.ofHost().withSshOptions(ssh);
  }
}
