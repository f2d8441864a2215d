// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import io.github.twlen.survey.AddressUse;
import io.github.twlen.survey.KernelFeature;
import io.github.twlen.survey.SurveyData;
import io.github.twlen.survey.advice.Advice.Remedy;
import io.github.twlen.survey.advice.Advice.Standing;
import java.util.List;
import java.util.Optional;

/**
 * Judges the remedies for a program that binds a port before it connects: {@code bind()} with an
 * address and port 0 takes the port from all destinations, since the destination is still unknown
 * ({@code inet_csk_get_port()}). All destinations together then share the range.
 */
final class BindAdvice {
  private BindAdvice() {}

  /** Returns the local address whose ports are short because they are bound. */
  static Optional<AddressUse> scarce(SurveyData data) {
    return data.table().boundBeforehand().stream().findFirst();
  }

  static Advice notSeen(SurveyData data) {
    return Advice.notNeeded(Remedy.BIND_NO_PORT, data.text("bind.none"));
  }

  static List<Advice> of(SurveyData data, AddressUse worst) {
    Object[] values = {
      "inUse", worst.portsInUse(), "ports", worst.ports(), "address", worst.address()
    };
    boolean unshared = worst.sockets() == worst.portsInUse();
    String finding = data.text(unshared ? "bind.unshared" : "bind.hardlyShared", values);
    Harm harm = worst.portsInUse() < worst.ports() ? Harm.PORTS_SHORT : Harm.PORTS_EXHAUSTED;
    return List.of(
        noPort(data, harm, finding, values),
        Advice.against(
            harm,
            Remedy.KEEP_ALIVE,
            Standing.DO,
            finding,
            data.text("bind.keepAlive.effect"),
            Change.NONE,
            data.text("bind.keepAlive.risk")),
        Advice.notNeeded(Remedy.UNIX_SOCKET, data.text("bind.unixSocket")),
        portRange(data, worst, harm, finding),
        Advice.notNeeded(Remedy.TW_REUSE, data.text("bind.reuse")),
        Advice.against(
            harm,
            Remedy.ADDRESSES,
            Standing.CONSIDER,
            finding,
            data.text("bind.addresses.effect", values),
            AddressCommands.add(data, worst.address()),
            data.text("bind.addresses.risk")));
  }

  /** Returns whether the kernel has IP_BIND_ADDRESS_NO_PORT, as far as its release is known. */
  static boolean hasNoPort(SurveyData data) {
    return KernelFeature.BIND_NO_PORT.in(data.release()).orElse(true);
  }

  private static Advice noPort(SurveyData data, Harm harm, String finding, Object... values) {
    if (!hasNoPort(data)) {
      return Advice.notNeeded(
          Remedy.BIND_NO_PORT,
          data.text("bind.noPort.old", "finding", finding, "kernel", data.release()));
    }
    return Advice.against(
        harm,
        Remedy.BIND_NO_PORT,
        Standing.DO,
        finding,
        data.text("bind.noPort.effect", values),
        Change.of(data.commands("bind.noPort.commands")),
        data.text("bind.noPort.risk"));
  }

  private static Advice portRange(SurveyData data, AddressUse worst, Harm harm, String finding) {
    int most = data.range().widest().capacity(data.listening());
    Object[] values = {
      "range", data.range(), "finding", finding, "most", most, "ports", worst.ports()
    };
    if (OutgoingAdvice.isNearlyWidest(worst.ports(), most)) {
      return Advice.notNeeded(Remedy.PORT_RANGE, data.text("bind.range.widest", values));
    }
    return Advice.against(
        harm,
        Remedy.PORT_RANGE,
        Standing.CONSIDER,
        data.text("range.reason", values),
        data.text("bind.range.effect", values),
        OutgoingAdvice.widestRange(data),
        OutgoingAdvice.rangeRisk(data));
  }
}
