// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.program;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An example of a program that keeps its connections open.
 *
 * @param name the program, and its library if there are several
 * @param services names of the {@link ServiceKind}s it connects to
 * @param programs patterns of its processes; empty if it fits each program
 * @param unnamed whether it also fits programs that no pattern matches
 * @param common whether it is shown if the program is unknown
 * @param since the first version with all of it; empty if each has it
 * @param lines what to set, with the placeholders {@code {destination}}, {@code {host}} and {@code
 *     {port}}
 * @param socket what to set to use a Unix socket instead; empty if there is no such line
 * @param risk by language, {@code en} and {@code ja}
 * @param source the documentation
 */
public record ClientExample(
    String name,
    Set<String> services,
    List<ProcessPattern> programs,
    boolean unnamed,
    boolean common,
    String since,
    List<String> lines,
    List<String> socket,
    Map<String, String> risk,
    String source) {
  /** Copies the collections. */
  public ClientExample {
    services = Set.copyOf(services);
    programs = List.copyOf(programs);
    lines = List.copyOf(lines);
    socket = List.copyOf(socket);
    risk = Map.copyOf(risk);
  }
}
