// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import io.github.twlen.process.vagrant.VagrantTools;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options of all guests of a run with a distribution: that which builds, or boots. */
public final class VagrantOptions {
  private static final List<String> VAGRANT_ONLY = List.of("--box", "--provider");
  private static final List<String> ALL =
      List.of("--box", "--provider", "--emulate", "--boot-timeout", "--ssh-option");

  /**
   * Rejects options that have no effect in a run without a Vagrant guest.
   *
   * @param reason why there is none
   * @throws InvalidOption when the user typed one of them
   */
  public static void rejectUnused(
      @Nullable CommandSpec spec, GuestOptions.Kind guest, String reason) {
    List<String> unused = guest == GuestOptions.Kind.IMAGE ? VAGRANT_ONLY : ALL;
    InvalidOption.rejectAny(spec, unused, reason);
  }

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

  @Option(names = "--emulate", description = "Vagrant/libvirt, image: run guests without KVM.")
  private boolean emulate;

  @Option(
      names = "--boot-timeout",
      paramLabel = "SECONDS",
      description = "Vagrant, image: time limit until ssh answers. Default: 300, emulated 600.")
  private @Nullable Integer bootTimeout;

  @Option(
      names = "--ssh-option",
      paramLabel = "OPTION",
      description =
          "Vagrant, image: pass -o OPTION to ssh, such as Ciphers=+aes128-cbc. Repeatable.")
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

  List<String> sshOptions() {
    return List.copyOf(ssh);
  }

  VagrantTools tools() {
    return VagrantTools.ofHost().withSshOptions(ssh);
  }
}
