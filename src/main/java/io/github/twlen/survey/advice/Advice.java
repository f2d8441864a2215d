// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import java.util.List;

/**
 * What is to be thought of one remedy on one host.
 *
 * @param remedy which one
 * @param standing whether it is to be used here
 * @param reason what was measured here that speaks for it or against it, without a full stop
 * @param effect what it would do here, in numbers, without a full stop; empty where it is not
 *     needed
 * @param commands what is typed or written for it; may be empty
 * @param risk what may go wrong, without a full stop; empty where it is not needed
 */
public record Advice(
    Remedy remedy,
    Standing standing,
    String reason,
    String effect,
    List<String> commands,
    String risk) {
  /** What can be done about sockets that wait. */
  public enum Remedy {
    /** Turning {@code tcp_tw_recycle} off. */
    TW_RECYCLE("never tcp_tw_recycle"),
    /** A program that closes what its peers have closed. */
    CLOSE("close in the program"),
    /** A program that does not take a port before it is known where to. */
    BIND_NO_PORT("IP_BIND_ADDRESS_NO_PORT"),
    /** Connections that are kept open and used again. */
    KEEP_ALIVE("keep connections open"),
    /** {@code ip_local_port_range}. */
    PORT_RANGE("wider port range"),
    /** {@code tcp_tw_reuse}, for connections that go out. */
    TW_REUSE("tcp_tw_reuse"),
    /** More addresses here or there, or more servers. */
    ADDRESSES("more addresses or servers"),
    /** {@code tcp_max_tw_buckets}. */
    MAX_TW_BUCKETS("tcp_max_tw_buckets"),
    /** The queues of listeners. */
    BACKLOG("longer accept queue"),
    /** Netfilter's own wait. */
    CONNTRACK("conntrack"),
    /** {@code tcp_fin_timeout}, which has nothing to do with TIME_WAIT. */
    FIN_TIMEOUT("tcp_fin_timeout"),
    /** A kernel with another length. */
    REBUILD("rebuild the kernel");

    private final String title;

    Remedy(String title) {
      this.title = title;
    }

    /** A few words for people. */
    public String title() {
      return title;
    }
  }

  /** Whether a remedy is to be used, the most urgent first. */
  public enum Standing {
    /** It is needed, and does what is needed. */
    DO,
    /** It would help, or will be needed; its price is to be weighed. */
    CONSIDER,
    /** It would change nothing that needs to be changed. */
    NOT_NEEDED,
    /** On no host. */
    NEVER
  }

  /** Copies what it is given. */
  public Advice {
    commands = List.copyOf(commands);
  }

  /** One that is not needed. */
  static Advice notNeeded(Remedy remedy, String reason) {
    return new Advice(remedy, Standing.NOT_NEEDED, reason, "", List.of(), "");
  }

  /** Whether something is to be done or thought about. */
  public boolean matters() {
    return standing == Standing.DO || standing == Standing.CONSIDER;
  }
}
