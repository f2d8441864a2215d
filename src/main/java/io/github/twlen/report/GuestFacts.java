package io.github.twlen.report;

/**
 * Where the kernel was measured.
 *
 * @param kind {@code qemu}, {@code vagrant}, {@code ssh} or {@code host}
 * @param version of what runs the guest, as it prints it
 * @param acceleration {@code kvm} or {@code tcg}, or {@code none} where nothing is emulated
 * @param memoryMiB the guest's memory, in MiB; 0 where it was not looked at
 */
public record GuestFacts(String kind, String version, String acceleration, int memoryMiB) {}
