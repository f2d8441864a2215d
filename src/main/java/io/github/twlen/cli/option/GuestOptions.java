// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import io.github.twlen.cli.completion.Candidates;
import io.github.twlen.recipe.reader.RecipeBook;
import io.github.twlen.verify.guest.GuestRequest;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a kernel is proved, and what else is looked at there. */
public final class GuestOptions {
  private static final int QEMU_MIB = 512;

  /** A distribution with systemd in it. */
  private static final int VAGRANT_MIB = 1024;

  private static final int LEAST_MIB = 64;
  private static final int MOST_CPUS = 2;
  private static final int GREATEST_LOAD = 2000;

  /** The kinds of guests. */
  public enum Kind {
    /** Boots the kernel directly; needs no box. */
    QEMU,
    /** Installs the package in a distribution, whose own kernel is measured too. */
    VAGRANT,
    /** Not at all. */
    NONE
  }

  /** Those of a command that proves nothing. */
  public static GuestOptions none() {
    GuestOptions none = new GuestOptions();
    none.kind = Kind.NONE;
    return none;
  }

  @Option(
      names = "--guest",
      paramLabel = "qemu|vagrant|none",
      completionCandidates = Candidates.Guests.class,
      defaultValue = "qemu",
      description =
          "Where the kernel is proved: booted directly, or installed in a distribution whose own"
              + " kernel is measured before. Default: ${DEFAULT-VALUE}.")
  private Kind kind = Kind.QEMU;

  @Option(
      names = "--memory",
      paramLabel = "MIB",
      description = "The guest's memory. Default: 512 MiB, with Vagrant 1024.")
  private @Nullable Integer memory;

  @Option(
      names = "--load",
      paramLabel = "RATE",
      description =
          "In the guest, also open and close RATE connections a second for longer than N, and"
              + " record how many sockets wait.")
  private @Nullable Integer load;

  @Option(names = "--keep-guest", description = "Leave the Vagrant guest running, to look at it.")
  private boolean keep;

  @Option(
      names = "--no-stock",
      description =
          "Do not measure the Vagrant guest's own kernel first: a minute less, and nothing to"
              + " compare with.")
  private boolean noStock;

  public Kind kind() {
    return kind;
  }

  /**
   * What is to be done.
   *
   * @param box the recipe's, where there is one
   * @throws InvalidOption when an option does not fit
   */
  public GuestRequest order(VagrantOptions vagrant, Optional<String> box, RecipeBook book) {
    int rate = load == null ? 0 : load;
    if (load != null && (rate < 1 || rate > GREATEST_LOAD)) {
      throw new InvalidOption("--load takes a number of connections a second from 1 to 2000");
    }
    if ((keep || noStock) && kind != Kind.VAGRANT) {
      throw new InvalidOption("--keep-guest and --no-stock go with --guest vagrant");
    }
    OptionalInt asked = load == null ? OptionalInt.empty() : OptionalInt.of(rate);
    return switch (kind) {
      case NONE -> nowhere();
      case QEMU -> new GuestRequest.Qemu(memory(QEMU_MIB), asked);
      case VAGRANT ->
          new GuestRequest.Vagrant(
              vagrant
                  .box()
                  .or(() -> box)
                  .orElseThrow(
                      () -> new InvalidOption("--guest vagrant needs a box: name one with --box")),
              vagrant.provider(),
              memory(VAGRANT_MIB),
              Math.min(MOST_CPUS, Runtime.getRuntime().availableProcessors()),
              vagrant.emulate(),
              keep,
              !noStock,
              vagrant.bootTimeout(),
              asked,
              vagrant.tools(),
              book::packed);
    };
  }

  private GuestRequest nowhere() {
    if (load != null || memory != null) {
      throw new InvalidOption("--load and --memory need a guest");
    }
    return new GuestRequest.None();
  }

  private int memory(int usual) {
    if (memory != null && memory < LEAST_MIB) {
      throw new InvalidOption("--memory takes a number from " + LEAST_MIB);
    }
    return memory == null ? usual : memory;
  }
}
