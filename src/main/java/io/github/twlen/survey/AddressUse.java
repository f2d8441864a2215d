// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey;

/**
 * How the connections from one address of this host use its ports, whatever their destination.
 *
 * @param address the local one
 * @param ports how many of the range a program can have
 * @param portsInUse how many have a socket at least
 * @param sockets of all destinations; as many as {@code portsInUse} where none is used twice
 */
public record AddressUse(String address, int ports, int portsInUse, int sockets) {
  /** Beyond this part of the ports it is tight. */
  private static final double TIGHT = 0.8;

  /** With more than this part of them at one destination, it is that one which is short. */
  private static final double MOSTLY = 0.9;

  /** A table that changes may show a connection of before and one of now at the same port. */
  private static final double ACCIDENTS = 0.01;

  /**
   * Whether hardly a port is left, and each has one connection only, though there are several
   * destinations: {@code connect()} takes the same ports for another destination again, and only a
   * program that binds them beforehand needs one for each.
   *
   * @param greatest how many ports the connections from here to one destination use at most
   */
  boolean boundBeforehand(int greatest) {
    return portsInUse > 0
        && portsInUse >= TIGHT * ports
        && sockets - portsInUse <= ACCIDENTS * portsInUse
        && greatest < MOSTLY * portsInUse;
  }
}
