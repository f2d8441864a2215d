// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify;

import io.github.twlen.Message;

/**
 * One check of a verification and its result. A check that could not be made is not a pass.
 *
 * @param name what was checked
 * @param status the result
 * @param detail one line with the numbers; for a check that was not made, the reason
 */
public record Check(Name name, Status status, Message detail) {
  /** The checks, in the order of a run; their titles are in the messages of this package. */
  public enum Name {
    /** The source's checksum and signature. */
    SOURCE,
    /** The patch's text and checksum. */
    PATCH,
    /** The header in the tree as compiled, and in kernel-devel. */
    HEADER,
    /** The versions of the symbols for modules, of a stock kernel and one with the sysctl. */
    SYMBOLS,
    /** {@code uname -r} in the guest equals the built release. */
    RELEASE,
    /** The length that the kernel's timers were set to. */
    TIMER,
    /** The seconds until the sockets expired, against the model. */
    LIFETIME,
    /** Both address families were measured. */
    FAMILIES,
    /** A second of the guest is a second of the host. */
    CLOCK,
    /** The stock kernel of the same guest, measured the same way. */
    STOCK,
    /** {@code net.ipv4.tcp_fin_timeout}. */
    FIN_TIMEOUT,
    /** The lifetime of orphaned sockets in FIN_WAIT2. */
    FIN_WAIT2,
    /** The number of sockets under a steady load; checked on request only. */
    LOAD,
    /** {@code net.ipv4.tcp_tw_timeout}: it exists, and its default. */
    SETTING,
    /** Values out of the setting's range. */
    BOUNDS,
    /** The timers after a length was set. */
    SET_TIMER,
    /** The seconds until those sockets expired. */
    SET_LIFETIME,
    /** Sockets that waited when a shorter length was set. */
    SHORTENED,
    /** Sockets that waited when a longer length was set. */
    LENGTHENED,
    /** Another network namespace with another length. */
    NAMESPACE,
    /** The first network namespace meanwhile. */
    FIRST_NAMESPACE,
    /** Orphaned sockets in FIN_WAIT2 while lengths are set. */
    FIN_WAIT2_SET;

    /** Returns a noun for people. */
    public Message title() {
      return Message.of(Check.class, "title." + name());
    }
  }

  /** The result of a check. */
  public enum Status {
    /** Made, and good. */
    PASS,
    /** Made, and not good. */
    FAIL,
    /** Could not be made. */
    NOT_MADE
  }

  /** Returns a good check; key and values are those of a message of this package. */
  public static Check pass(Name name, String key, Object... namesAndValues) {
    return new Check(name, Status.PASS, Message.of(Check.class, key, namesAndValues));
  }

  /** Returns a failed check. */
  public static Check fail(Name name, String key, Object... namesAndValues) {
    return new Check(name, Status.FAIL, Message.of(Check.class, key, namesAndValues));
  }

  /** Returns a check that could not be made; the message is the reason. */
  public static Check notMade(Name name, String key, Object... namesAndValues) {
    return new Check(name, Status.NOT_MADE, Message.of(Check.class, key, namesAndValues));
  }
}
