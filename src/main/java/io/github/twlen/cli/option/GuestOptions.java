// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli.option;

import io.github.twlen.recipe.reader.RecipeBook;
import io.github.twlen.verify.guest.GuestRequest;
import io.github.twlen.verify.image.DiskImage;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of the guest that boots the kernel. */
public final class GuestOptions {
  private static final int QEMU_MIB = 512;
  private static final int DISTRIBUTION_MIB = 1024;
  private static final int LEAST_MIB = 64;
  private static final int MOST_CPUS = 2;
  private static final int GREATEST_LOAD = 2000;

  /** The kinds of guests. */
  public enum Kind {
    /** Boots the kernel directly; needs no box. */
    QEMU,
    /** Installs the package in a distribution, and measures its own kernel too. */
    VAGRANT,
    /** Does the same with a disk image, without Vagrant. */
    IMAGE,
    /** No guest. */
    NONE;

    /** Returns whether it installs a package beside its own kernel. */
    boolean installs() {
      return this == VAGRANT || this == IMAGE;
    }

    /** Returns the value of the option. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns the options of a command without a guest. */
  public static GuestOptions none() {
    GuestOptions none = new GuestOptions();
    none.kind = Kind.NONE;
    return none;
  }

  @Option(
      names = "--guest",
      paramLabel = "qemu|vagrant|image|none",
      defaultValue = "qemu",
      description =
          "Guest to boot the kernel in: qemu boots it directly, vagrant and image install it in a"
              + " distribution and compare it with the stock kernel. Default: ${DEFAULT-VALUE}.")
  private Kind kind = Kind.QEMU;

  @Option(
      names = "--guest-image",
      paramLabel = "FILE",
      description =
          "Image: disk of the guest, a cloud image (qcow2 or raw) that boots with BIOS. twlen does"
              + " not change it.")
  private @Nullable Path image;

  @Option(
      names = "--memory",
      paramLabel = "MIB",
      description = "Memory of the guest. Default: 512 MiB, with vagrant or image 1024.")
  private @Nullable Integer memory;

  @Option(
      names = "--load",
      paramLabel = "RATE",
      description =
          "Also open and close RATE connections per second in the guest, and count TIME_WAIT"
              + " sockets.")
  private @Nullable Integer load;

  @Option(names = "--keep-guest", description = "Vagrant: keep the guest running.")
  private boolean keep;

  @Option(
      names = "--no-stock",
      description =
          "Vagrant, image: skip the guest's own kernel; saves a minute, without a comparison.")
  private boolean noStock;

  public Kind kind() {
    return kind;
  }

  /**
   * Returns the request.
   *
   * @param box the recipe's, where it has one
   * @throws InvalidOption when an option is invalid or does not apply
   */
  public GuestRequest order(VagrantOptions vagrant, Optional<String> box, RecipeBook book) {
    if (load != null && (load < 1 || load > GREATEST_LOAD)) {
      throw new InvalidOption(
          "cannot use --load " + load + ": out of range", "pass --load 1 to " + GREATEST_LOAD);
    }
    requireApplicable();
    OptionalInt rate = load == null ? OptionalInt.empty() : OptionalInt.of(load);
    return switch (kind) {
      case NONE -> new GuestRequest.None();
      case QEMU -> new GuestRequest.Qemu(memory(QEMU_MIB), rate);
      case VAGRANT ->
          new GuestRequest.Vagrant(
              vagrant
                  .box()
                  .or(() -> box)
                  .orElseThrow(
                      () ->
                          new InvalidOption(
                              "cannot use --guest vagrant without a box", "pass --box BOX")),
              vagrant.provider(),
              memory(DISTRIBUTION_MIB),
              cpus(),
              vagrant.emulate(),
              keep,
              !noStock,
              vagrant.bootTimeout(),
              rate,
              vagrant.tools(),
              book::packed);
      case IMAGE ->
          new GuestRequest.Image(
              image(book),
              memory(DISTRIBUTION_MIB),
              cpus(),
              vagrant.emulate(),
              !noStock,
              vagrant.bootTimeout(),
              rate,
              vagrant.sshOptions(),
              book::packed);
    };
  }

  private void requireApplicable() {
    if (keep && kind != Kind.VAGRANT) {
      throw new InvalidOption(
          "cannot use --keep-guest without --guest vagrant", "add --guest vagrant");
    }
    if (noStock && !kind.installs()) {
      throw new InvalidOption(
          "cannot use --no-stock without --guest vagrant or image", "add --guest vagrant");
    }
    if (image != null && kind != Kind.IMAGE) {
      throw new InvalidOption(
          "cannot use --guest-image without --guest image", "add --guest image");
    }
    if (kind == Kind.NONE && (load != null || memory != null)) {
      String name = load == null ? "--memory" : "--load";
      throw new InvalidOption("cannot use " + name + " without a guest", "remove " + name);
    }
  }

  /** Checks the image before a build that takes an hour. */
  private Path image(RecipeBook book) {
    if (book.architectures().ofHost().filter(own -> own.machine().bootsDisks()).isEmpty()) {
      throw new InvalidOption(
          "cannot use --guest image on this host: images for "
              + book.architectures().hostName()
              + " boot with UEFI, which twlen does not start",
          "pass --guest qemu or --guest vagrant");
    }
    if (image == null) {
      throw new InvalidOption(
          "cannot use --guest image without an image", "pass --guest-image FILE");
    }
    DiskImage.of(image);
    return image;
  }

  private static int cpus() {
    return Math.min(MOST_CPUS, Runtime.getRuntime().availableProcessors());
  }

  private int memory(int standard) {
    if (memory != null && memory < LEAST_MIB) {
      throw new InvalidOption(
          "cannot use --memory " + memory + ": too small", "pass at least " + LEAST_MIB);
    }
    return memory == null ? standard : memory;
  }
}
