// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.program;

import io.github.twlen.Resource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The services and programs of {@code programs.yaml}. It answers with an example only if the
 * service and the program fit: a wrong one is worse than none.
 */
public final class ProgramCatalog {
  /** The services of an example for destinations that are in no list. */
  static final String UNKNOWN = "unknown";

  private final List<ServiceKind> services;
  private final List<ClientExample> examples;

  ProgramCatalog(List<ServiceKind> services, List<ClientExample> examples) {
    this.services = List.copyOf(services);
    this.examples = List.copyOf(examples);
  }

  /** Reads the file. */
  public static ProgramCatalog bundled() {
    return ProgramReader.read(Resource.text(ProgramCatalog.class, "programs.yaml"));
  }

  List<ServiceKind> services() {
    return services;
  }

  List<ClientExample> examples() {
    return examples;
  }

  /**
   * Recognises the service at a destination.
   *
   * @param listeners names of the processes that listen there; empty if they are unknown, such as
   *     those of another host
   */
  public Optional<ServiceKind> service(int port, List<String> listeners) {
    return services.stream()
        .filter(
            kind -> listeners.stream().anyMatch(n -> ProcessPattern.anyFits(kind.listeners(), n)))
        .findFirst()
        // Such as docker-proxy, which hides the process that answers.
        .or(() -> services.stream().filter(kind -> kind.ports().contains(port)).findFirst());
  }

  /**
   * Returns the examples for connections to a service.
   *
   * @param service empty if it is unknown
   * @param openers names of the processes that open the connections; empty if they are unknown
   */
  public List<ClientExample> examples(Optional<ServiceKind> service, List<String> openers) {
    String name = service.map(ServiceKind::name).orElse(UNKNOWN);
    Stream<ClientExample> clients = examples.stream().filter(e -> e.services().contains(name));
    return clients
        .filter(
            example ->
                openers.isEmpty()
                    ? example.common() && service.isPresent()
                    : openers.stream().anyMatch(opener -> fits(example, opener)))
        .toList();
  }

  private boolean fits(ClientExample example, String opener) {
    return example.programs().isEmpty()
        || ProcessPattern.anyFits(example.programs(), opener)
        || (example.unnamed() && !isNamed(opener));
  }

  private boolean isNamed(String opener) {
    return examples.stream().anyMatch(e -> ProcessPattern.anyFits(e.programs(), opener))
        || services.stream().anyMatch(s -> ProcessPattern.anyFits(s.listeners(), opener));
  }
}
