// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import io.github.twlen.survey.NumberFormat;
import io.github.twlen.survey.Service;
import io.github.twlen.survey.SurveyData;
import io.github.twlen.survey.advice.Advice.Remedy;
import io.github.twlen.survey.advice.Advice.Standing;
import java.util.BitSet;
import java.util.Optional;

/**
 * Judges a service that has stopped: {@code bind()} without {@code SO_REUSEADDR} fails while its
 * port has TIME_WAIT sockets ({@code inet_csk_bind_conflict()}).
 */
final class ServiceAdvice {
  /** Fewer sockets may belong to a program that chose its port. */
  private static final int FEW = 10;

  /** Of the sockets without a listener, the least share of a service. */
  private static final double TENTH = 0.1;

  private ServiceAdvice() {}

  static Advice of(SurveyData data) {
    double gone =
        data.table().services().stream()
            .filter(service -> !service.listening())
            .mapToInt(Service::timeWait)
            .sum();
    Optional<Service> stopped =
        data.table().services().stream()
            .filter(service -> !service.listening())
            .filter(service -> service.timeWait() >= Math.max(FEW, TENTH * gone))
            .findFirst();
    return stopped.isPresent()
        ? at(data, stopped.get())
        : Advice.notNeeded(Remedy.REUSE_ADDRESS, data.text("restart.none"));
  }

  private static Advice at(SurveyData data, Service service) {
    int port = service.port();
    Double longest = data.length().longestLeftSeconds();
    Object[] values = {
      "port", String.valueOf(port),
      "sockets", service.timeWait(),
      "range", data.range(),
      "wait", NumberFormat.seconds(Math.ceil(longest == null ? 0 : longest))
    };
    String finding = data.text("restart.reason", values);
    Change change = Change.of(data.commands("restart.commands", values));
    BitSet reserved = new BitSet();
    reserved.set(port);
    if (data.range().holds(port) && OutgoingAdvice.isReservable(data)) {
      finding = data.join(finding, data.text("restart.inRange", values));
      change =
          change.then(
              Change.sysctl(
                  data,
                  "net.ipv4.ip_local_reserved_ports",
                  data.range().reservedWith(reserved),
                  data.range().reserved()));
    }
    return Advice.against(
        Harm.RESTART_REFUSED,
        Remedy.REUSE_ADDRESS,
        Standing.CONSIDER,
        finding,
        data.text("restart.effect", values),
        change,
        data.text("restart.risk"));
  }
}
