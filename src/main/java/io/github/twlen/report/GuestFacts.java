// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report;

import org.jspecify.annotations.Nullable;

/**
 * Where the kernel was measured.
 *
 * @param kind {@code qemu}, {@code vagrant}, {@code ssh} or {@code host}
 * @param version of what runs the guest, as it prints it
 * @param acceleration {@code kvm} or {@code tcg}, or {@code none} where nothing is emulated
 * @param memoryMiB the guest's memory, in MiB; absent for a machine that ran already
 * @param provider what Vagrant runs the guest with, such as {@code libvirt}; absent without Vagrant
 * @param box the box, as the user named it; absent without Vagrant
 * @param installedBy what put the kernel into the guest, such as {@code dpkg -i}; absent when
 *     nothing was installed
 * @param bootedBy what made the guest start it, such as {@code "grub-reboot, once"}; absent when no
 *     boot loader was asked
 */
public record GuestFacts(
    String kind,
    String version,
    String acceleration,
    @Nullable Integer memoryMiB,
    @Nullable String provider,
    @Nullable String box,
    @Nullable String installedBy,
    @Nullable String bootedBy) {}
