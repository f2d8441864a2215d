// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

/**
 * Ports in use at one local address, for all destinations together.
 *
 * @param ports of the range that a program can use
 * @param portsInUse ports with at least one socket
 * @param sockets of all destinations; equal to {@code portsInUse} if no port is used twice
 */
public record AddressUse(String address, int ports, int portsInUse, int sockets) {
  /** From this share of used ports on, ports are short. */
  private static final double TIGHT = 0.8;

  /** From this share at one destination on, that destination is short, not the address. */
  private static final double MOSTLY = 0.9;

  /** A table that changes may show an old and a new connection at the same port. */
  private static final double ACCIDENTS = 0.01;

  /**
   * Returns whether nearly all ports are in use with one connection each, by several destinations:
   * {@code connect()} uses the same port for another destination, unless a program binds it first.
   *
   * @param greatest the most ports that one destination uses from this address
   */
  boolean boundBeforehand(int greatest) {
    return portsInUse > 0
        && portsInUse >= TIGHT * ports
        && sockets - portsInUse <= ACCIDENTS * portsInUse
        && greatest < MOSTLY * portsInUse;
  }
}
