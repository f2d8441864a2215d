package io.github.twlen.report;

import org.jspecify.annotations.Nullable;

/**
 * The two kernels, measured the same way in the same guest.
 *
 * @param patched the kernel that was built; absent when it could not be measured
 * @param stock the guest's own kernel; absent when it was not measured
 */
public record Measurements(@Nullable Measurement patched, @Nullable Measurement stock) {}
