// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import io.github.twlen.survey.DestinationOwners;
import io.github.twlen.survey.PortUse;
import io.github.twlen.survey.SocketOwner;
import io.github.twlen.survey.SurveyData;
import io.github.twlen.survey.advice.Advice.Remedy;
import io.github.twlen.survey.advice.Advice.Standing;
import io.github.twlen.survey.program.ClientExample;
import io.github.twlen.survey.program.ProgramCatalog;
import io.github.twlen.survey.program.ServiceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Judges what the program that opens the connections can change: keep them open, or use a Unix
 * socket. The examples are those of the service at the destination, and of this program if it is
 * known; for others there is none.
 */
final class ConnectionAdvice {
  /** Processes named in one sentence. */
  private static final int NAMED = 3;

  private final SurveyData data;
  private final PortUse worst;
  private final PortShortage shortage;
  private final Optional<ServiceKind> service;
  private final List<SocketOwner> openers;
  private final List<ClientExample> examples;

  ConnectionAdvice(PortShortage shortage) {
    this.data = shortage.data();
    this.worst = shortage.worst();
    this.shortage = shortage;
    ProgramCatalog catalog = ProgramCatalog.bundled();
    Optional<DestinationOwners> owners = data.table().owners(worst);
    this.openers = owners.map(DestinationOwners::openers).orElse(List.of());
    List<SocketOwner> listeners = owners.map(DestinationOwners::listeners).orElse(List.of());
    this.service = catalog.service(worst.port(), names(listeners));
    this.examples = catalog.examples(service, names(openers));
  }

  private static List<String> names(List<SocketOwner> owners) {
    return owners.stream().map(SocketOwner::command).distinct().toList();
  }

  private String finding() {
    if (openers.isEmpty()) {
      return shortage.finding();
    }
    List<String> named = new ArrayList<>();
    for (SocketOwner opener : openers.subList(0, Math.min(NAMED, openers.size()))) {
      String pid = String.valueOf(opener.pid());
      named.add(data.text("keepAlive.opener", "command", opener.command(), "pid", pid));
    }
    String owners = data.text("keepAlive.openers", "owners", String.join(", ", named));
    return data.join(shortage.finding(), owners);
  }

  Advice keepAlive() {
    List<String> commands = new ArrayList<>(shortage.text("keepAlive.commands").lines().toList());
    for (ClientExample example : examples) {
      List<String> lines = new ArrayList<>(example.lines());
      String risk = Objects.requireNonNull(example.risk().get(data.text("program.language")));
      lines.add(data.text("program.risk", "risk", risk));
      commands.addAll(commented(head(example), lines));
    }
    return Advice.against(
        shortage.harm(),
        Remedy.KEEP_ALIVE,
        shortage.standing(),
        finding(),
        shortage.text(shortage.isMostlyOpen() ? "keepAlive.effect.open" : "keepAlive.effect"),
        Change.of(commands),
        data.text("keepAlive.risk"));
  }

  Advice unixSocket() {
    if (!worst.staysOnHost()) {
      return Advice.notNeeded(Remedy.UNIX_SOCKET, shortage.text("unixSocket.remote"));
    }
    List<String> commands = new ArrayList<>();
    service
        .filter(kind -> !kind.socket().isEmpty())
        .ifPresent(
            kind ->
                commands.addAll(
                    commented(
                        data.text("program.server", "name", kind.name(), "source", kind.source()),
                        kind.socket())));
    for (ClientExample example : examples) {
      if (!example.socket().isEmpty()) {
        commands.addAll(commented(head(example), example.socket()));
      }
    }
    return Advice.against(
        shortage.harm(),
        Remedy.UNIX_SOCKET,
        Standing.CONSIDER,
        shortage.text("unixSocket.reason"),
        shortage.text("unixSocket.effect"),
        Change.of(commands),
        data.text("unixSocket.risk"));
  }

  private String head(ClientExample example) {
    Object[] values = {
      "name", example.name(), "since", example.since(), "source", example.source()
    };
    return data.text(example.since().isEmpty() ? "program.any" : "program.since", values);
  }

  /** Returns lines of a configuration behind a comment sign: a shell would not understand them. */
  private List<String> commented(String head, List<String> lines) {
    List<String> all = new ArrayList<>();
    all.add("# " + head);
    lines.forEach(line -> all.add("#   " + filled(line)));
    return all;
  }

  private String filled(String line) {
    return line.replace("{destination}", worst.destination())
        .replace("{host}", worst.to())
        .replace("{port}", String.valueOf(worst.port()));
  }
}
