// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.fleet;

import io.github.twlen.TwlenFailure;
import io.github.twlen.process.ParallelTasks;
import io.github.twlen.survey.Survey;
import io.github.twlen.survey.SurveyOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Surveys many hosts, some at once. A host that fails does not hold the others.
 *
 * @param parallel hosts at once
 * @param survey surveys one host; it has a timeout of its own
 * @param progress gets the number of hosts that are done
 */
public record FleetRunner(int parallel, Function<String, Survey> survey, IntConsumer progress) {
  /**
   * Surveys the hosts.
   *
   * @return the surveys, the worst first, then the failures in the given order
   */
  public List<HostAnswer> call(List<String> hosts) {
    AtomicInteger done = new AtomicInteger();
    List<Supplier<HostAnswer>> tasks = new ArrayList<>();
    for (String host : hosts) {
      tasks.add(
          () -> {
            HostAnswer answer = ask(host);
            progress.accept(done.incrementAndGet());
            return answer;
          });
    }
    return sorted(ParallelTasks.call(tasks, parallel));
  }

  private HostAnswer ask(String host) {
    try {
      return HostAnswer.of(survey.apply(host), host);
    } catch (TwlenFailure e) {
      return HostAnswer.failed(host, e);
    }
  }

  private static List<HostAnswer> sorted(List<HostAnswer> answers) {
    List<HostAnswer> all = new ArrayList<>();
    answers.stream()
        .filter(answer -> answer.survey() != null)
        .sorted(
            Comparator.comparing(
                answer -> answer.answered().orElseThrow(), SurveyOrder.WORST_FIRST))
        .forEach(all::add);
    answers.stream().filter(answer -> answer.survey() == null).forEach(all::add);
    return all;
  }
}
