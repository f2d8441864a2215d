// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.probe;

import io.github.twlen.recipe.TimewaitLength;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the probe did with {@code net.ipv4.tcp_tw_timeout} in one network namespace.
 *
 * @param before its value at first; empty without this setting
 * @param after its value at the end
 * @param finTimeoutAfter {@code tcp_fin_timeout} at the end, in seconds
 * @param writes the writes between the parts, in their order
 * @param parts the measured sockets, in the order in which they began
 * @param held sockets that entered FIN_WAIT2 while the first length was set, if any
 * @param look a look into a new namespace, if one could be created
 * @param other what the probe did in another namespace
 * @param noOther the probe's reason for doing nothing there
 */
public record SettingRun(
    OptionalInt before,
    OptionalInt after,
    OptionalInt finTimeoutAfter,
    List<Write> writes,
    List<Part> parts,
    Optional<Held> held,
    Optional<Look> look,
    Optional<SettingRun> other,
    Optional<String> noOther) {
  /** Copies the lists. */
  public SettingRun {
    writes = List.copyOf(writes);
    parts = List.copyOf(parts);
  }

  /** The sockets of a part. */
  public enum Role {
    /** Entered TIME_WAIT after the length was set. */
    SET,
    /** Entered TIME_WAIT just before the length was changed. */
    KEPT,
    /** Entered TIME_WAIT while another namespace had another length. */
    FIRST,
    /** Entered FIN_WAIT2 after the length was set. */
    HELD,
    /** Those of another namespace. */
    NAMESPACE
  }

  /**
   * A write to the setting.
   *
   * @param value as written; may be anything
   * @param accepted whether the kernel took it
   * @param after the value that was read then
   * @param when seconds since boot
   * @param message the shell's error message; may be empty
   */
  public record Write(
      String value, boolean accepted, OptionalInt after, double when, String message) {}

  /**
   * TIME_WAIT sockets that entered with the same length.
   *
   * @param next the length that was set while they waited, of {@link Role#KEPT}
   * @param change the write of that length
   */
  public record Part(
      Role role,
      TimewaitLength length,
      Optional<TimewaitLength> next,
      Optional<Write> change,
      Measurement measurement) {}

  /** Orphaned sockets in FIN_WAIT2, and the length that was set when they entered it. */
  public record Held(TimewaitLength length, List<FinWait2Socket> sockets) {
    /** Copies the list. */
    public Held {
      sockets = List.copyOf(sockets);
    }
  }

  /**
   * A look into a new namespace.
   *
   * @param written the value that was written there
   * @param initial its value at first; empty without this setting
   * @param afterWrite its value after the write
   * @param hereBefore the value in the first namespace before that write
   * @param hereAfter the value in the first namespace after it
   */
  public record Look(
      int written,
      OptionalInt initial,
      OptionalInt afterWrite,
      OptionalInt hereBefore,
      OptionalInt hereAfter) {
    /** Returns whether the namespace has a value of its own. */
    public boolean isOwn() {
      return afterWrite.equals(OptionalInt.of(written)) && hereBefore.equals(hereAfter);
    }
  }

  /** Returns the parts of a role. */
  public List<Part> parts(Role role) {
    return parts.stream().filter(part -> part.role() == role).toList();
  }
}
