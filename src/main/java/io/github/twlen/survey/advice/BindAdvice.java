// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import io.github.twlen.survey.AddressUse;
import io.github.twlen.survey.NumberFormat;
import io.github.twlen.survey.SurveyData;
import io.github.twlen.survey.advice.Advice.Remedy;
import io.github.twlen.survey.advice.Advice.Standing;
import java.util.List;
import java.util.Optional;

/**
 * The remedies where a program binds a port before it connects: {@code bind()} with an address and
 * port 0 takes a port from all destinations, since it is not known yet which will be asked ({@code
 * inet_csk_get_port()}). So all destinations together have the range once.
 */
final class BindAdvice {
  private final SurveyData data;
  private final AddressUse worst;

  private BindAdvice(SurveyData data, AddressUse worst) {
    this.data = data;
    this.worst = worst;
  }

  /** The local address whose ports are scarce since they are bound, if there is one. */
  static Optional<AddressUse> scarce(SurveyData data) {
    return data.table().boundBeforehand().stream().findFirst();
  }

  /** What is told of it elsewhere. */
  static Advice notSeen() {
    return Advice.notNeeded(
        Remedy.BIND_NO_PORT, "nothing says that a program binds its ports before it connects");
  }

  static List<Advice> of(SurveyData data, AddressUse worst) {
    BindAdvice advice = new BindAdvice(data, worst);
    return List.of(
        advice.bindNoPort(),
        advice.keepAlive(),
        advice.portRange(),
        Advice.notNeeded(
            Remedy.TW_REUSE,
            "bind() does not take over a port whose socket waits, and connect() takes no other than"
                + " the one that is bound"),
        advice.addresses());
  }

  private String shortage() {
    return "of "
        + NumberFormat.count(worst.ports(), "port")
        + " of "
        + worst.address()
        + ", "
        + NumberFormat.number(worst.portsInUse())
        + " are in use, and "
        + (worst.sockets() == worst.portsInUse() ? "none" : "hardly one")
        + " to two destinations: a program seems to bind them before it connects";
  }

  private Advice bindNoPort() {
    return new Advice(
        Remedy.BIND_NO_PORT,
        Standing.DO,
        shortage(),
        "a port that is taken by connect() is taken from one destination only: each would have "
            + NumberFormat.count(worst.ports(), "port")
            + " for itself",
        List.of("# before bind(): setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, 4)"),
        "it is a change of the program, and wants Linux 4.2; the program learns its port after"
            + " connect() only");
  }

  private Advice keepAlive() {
    return new Advice(
        Remedy.KEEP_ALIVE,
        Standing.DO,
        shortage(),
        "a connection that is used again leaves no socket in TIME_WAIT, and binds no other port",
        List.of(),
        "it is a change of the program or its configuration");
  }

  private Advice portRange() {
    int ports = data.range().widest().capacity(data.listening());
    if (ports < worst.ports() * 5L / 4) {
      return Advice.notNeeded(
          Remedy.PORT_RANGE,
          "the range " + data.range() + " is nearly as wide as it can be; " + shortage());
    }
    return new Advice(
        Remedy.PORT_RANGE,
        Standing.CONSIDER,
        shortage() + "; the range is " + data.range(),
        NumberFormat.number(ports)
            + " ports instead of "
            + NumberFormat.number(worst.ports())
            + ", for all destinations together",
        OutgoingAdvice.rangeCommands(data),
        OutgoingAdvice.rangeRisk(data));
  }

  private Advice addresses() {
    return new Advice(
        Remedy.ADDRESSES,
        Standing.CONSIDER,
        shortage(),
        "each further address here gives "
            + NumberFormat.count(worst.ports(), "port")
            + " more; one of the peers gives none",
        List.of(OutgoingAdvice.addressCommand(worst.address())),
        "the program must bind to it by turns");
  }
}
