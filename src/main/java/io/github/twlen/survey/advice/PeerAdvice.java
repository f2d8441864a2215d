// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.advice;

import io.github.twlen.survey.NumberFormat;
import io.github.twlen.survey.PortUse;
import io.github.twlen.survey.SurveyData;
import io.github.twlen.survey.advice.Advice.Remedy;
import io.github.twlen.survey.advice.Advice.Standing;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges connections that a destination does not answer. Each holds a port until the program or the
 * kernel gives up.
 */
final class PeerAdvice {
  /** SYN retries that give up after 15 s: enough for three lost packets. */
  private static final int FEWER = 3;

  private PeerAdvice() {}

  static Advice of(SurveyData data) {
    Optional<PortUse> silent =
        data.table().destinations().stream()
            .filter(PortUse::failsToAnswer)
            .max(Comparator.comparingInt(PortUse::synSent));
    return silent.isPresent()
        ? at(data, silent.get())
        : Advice.notNeeded(Remedy.CHECK_PEER, data.text("silent.none"));
  }

  private static Advice at(SurveyData data, PortUse use) {
    Long retries = data.settings().synRetries();
    double ports = Math.max(1, use.ports());
    Object[] values = {
      "destination", use.destination(),
      "synSent", use.synSent(),
      "ports", use.ports(),
      "percent", NumberFormat.percent(use.synSent() / ports),
      "left", Math.max(0, use.ports() - use.inUse()),
      "wait", NumberFormat.seconds(seconds(retries == null ? FEWER : retries)),
      "retries", retries == null ? data.text("unknown") : retries,
      "fewer", FEWER,
      "shorter", NumberFormat.seconds(seconds(FEWER)),
      "then", NumberFormat.about(Math.rint(rest(use, retries))),
      "freed", NumberFormat.about(Math.rint(use.synSent() - rest(use, retries))),
      "freedPercent", NumberFormat.percent((use.synSent() - rest(use, retries)) / ports)
    };
    String finding = data.text("silent.reason", values);
    if (use.hasExhaustedPorts()) {
      finding = data.join(finding, data.text("silent.exhausted"));
    }
    String effect = data.text("silent.effect", values);
    String risk = data.text("silent.risk");
    Change change = Change.of(data.commands("silent.commands", values));
    if (retries != null && retries > FEWER) {
      effect = data.join(effect, data.text("silent.effect.retries", values));
      change = change.then(Change.sysctl(data, "net.ipv4.tcp_syn_retries", FEWER, retries));
      risk = data.text("silent.risk.retries");
    }
    return Advice.against(
        Harm.PEER_SILENT, Remedy.CHECK_PEER, Standing.DO, finding, effect, change, risk);
  }

  /** Returns when the kernel gives up: the first repetition comes after 1 s, then twice as late. */
  private static double seconds(long retries) {
    return Math.pow(2, Math.min(retries, 30) + 1.0) - 1;
  }

  /** Returns the sockets that remain at the same rate with fewer retries. */
  private static double rest(PortUse use, @Nullable Long retries) {
    return retries == null ? use.synSent() : use.synSent() * seconds(FEWER) / seconds(retries);
  }
}
