// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.patch;

import io.github.twlen.recipe.SettingTable;
import io.github.twlen.recipe.TimewaitLength;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A wanted change of the TIME_WAIT length, not yet fitted to a kernel. */
public sealed interface LengthPatch permits LengthPatch.Constant, SettingPatch {
  /** Returns the length right after boot. */
  TimewaitLength wanted();

  /** Returns whether the default of {@code tcp_fin_timeout} follows. */
  FinTimeout finTimeout();

  /** Returns the suffix of the kernel's release: {@code tw15}, or {@code twctl} for a setting. */
  String suffix();

  /** Returns what a kernel with the patch has: {@code 15 s}, or the name of the setting. */
  default String label() {
    return isSetting() ? SettingTable.SYSCTL : wanted().toString();
  }

  /** Returns the files of a kernel that {@link #render} needs, if the kernel has them. */
  List<String> files();

  /**
   * Returns the patch for a kernel.
   *
   * @param read its files, by path; at least those of {@link #files} that exist
   * @throws PatchFailure when it does not fit with certainty
   */
  PatchOutcome render(Map<String, byte[]> read);

  /** Returns what is wrong with a compiled header, if anything; a vendor may have changed more. */
  Optional<String> fault(byte[] header);

  /** Returns what is wrong with a patched kernel, if anything; a vendor may have changed more. */
  default Optional<String> fault(Map<String, byte[]> read) {
    return fault(header(read));
  }

  /** Returns whether the length becomes a setting, {@value SettingTable#SYSCTL}. */
  default boolean isSetting() {
    return this instanceof SettingPatch;
  }

  /** Changes the constant {@code TCP_TIMEWAIT_LEN}. */
  record Constant(PatchTemplate template, TimewaitLength wanted, FinTimeout finTimeout)
      implements LengthPatch {
    @Override
    public String suffix() {
      return "tw" + wanted.seconds();
    }

    @Override
    public List<String> files() {
      return List.of(TimewaitLength.HEADER);
    }

    @Override
    public PatchOutcome render(Map<String, byte[]> read) {
      return TimewaitPatch.render(template, governing(read), wanted, finTimeout);
    }

    @Override
    public Optional<String> fault(byte[] header) {
      try {
        int seconds = TimewaitDefinition.find(header).seconds();
        return seconds == wanted.seconds()
            ? Optional.empty()
            : Optional.of("TIME_WAIT is %d s, expected %s".formatted(seconds, wanted));
      } catch (PatchFailure e) {
        return Optional.of(e.what());
      }
    }

    /** Returns the patch from the wanted length, which the kernel must have, to another. */
    public PatchOutcome reverse(Map<String, byte[]> read, TimewaitLength stock) {
      return TimewaitPatch.reverse(template, governing(read), wanted, stock, finTimeout);
    }

    /** Returns the header; fails when its constant is not the length of a TIME_WAIT. */
    private static byte[] governing(Map<String, byte[]> read) {
      byte[] header = header(read);
      if (SettingPatch.defaultIn(header).isPresent()) {
        throw PatchFailure.ofHeader(
            ": " + SettingTable.SYSCTL + " sets the length in this kernel, not the constant",
            "pass --sysctl --seconds N, or remove it first with --sysctl --reverse");
      }
      return header;
    }
  }

  /**
   * Returns the header with the constant.
   *
   * @throws PatchFailure when it is missing
   */
  static byte[] header(Map<String, byte[]> read) {
    byte[] header = read.get(TimewaitLength.HEADER);
    if (header == null) {
      throw PatchFailure.ofHeader(": no such file", "pass the source of a Linux kernel");
    }
    return header;
  }
}
