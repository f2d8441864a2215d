// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks the file of programs, and which example fits which program and service. */
class ProgramCatalogTest {
  private static final ProgramCatalog CATALOG = ProgramCatalog.bundled();
  private static final Pattern PLACEHOLDER = Pattern.compile("\\{[a-z]+}");

  private static List<String> names(int port, String... openers) {
    return CATALOG.examples(CATALOG.service(port, List.of()), List.of(openers)).stream()
        .map(ClientExample::name)
        .toList();
  }

  private static Optional<String> service(int port, String... listeners) {
    return CATALOG.service(port, List.of(listeners)).map(ServiceKind::name);
  }

  @Test
  void completesEveryExample() {
    Set<String> services =
        CATALOG.services().stream().map(ServiceKind::name).collect(Collectors.toSet());
    services.add(ProgramCatalog.UNKNOWN);
    assertThat(CATALOG.examples())
        .hasSizeGreaterThan(25)
        .allSatisfy(
            example -> {
              String name = example.name();
              assertThat(example.services()).as(name).isNotEmpty().isSubsetOf(services);
              assertThat(example.lines()).as(name).isNotEmpty();
              assertThat(example.risk()).as(name).containsOnlyKeys("en", "ja");
              assertThat(example.risk().get("ja")).as(name).isNotEqualTo(example.risk().get("en"));
              assertThat(example.source()).as(name).startsWith("https://");
              assertThat(example.socket()).as(name).hasSizeLessThan(2);
            });
  }

  @Test
  void knowsTheSourceOfEveryServerLine() {
    assertThat(CATALOG.services())
        .allSatisfy(
            service ->
                assertThat(service.source().isEmpty())
                    .as(service.name())
                    .isEqualTo(service.socket().isEmpty()));
  }

  @Test
  void usesOnlyKnownPlaceholders() {
    Set<String> found = new TreeSet<>();
    CATALOG.examples().stream()
        .flatMap(example -> Stream.concat(example.lines().stream(), example.socket().stream()))
        .forEach(
            line -> PLACEHOLDER.matcher(line).results().forEach(match -> found.add(match.group())));
    assertThat(found).containsExactly("{destination}", "{host}", "{port}");
  }

  @Test
  void listsEachPortOnce() {
    Set<Integer> ports = new HashSet<>();
    for (ServiceKind service : CATALOG.services()) {
      for (int port : service.ports()) {
        assertThat(ports.add(port)).as(service.name() + " " + port).isTrue();
      }
    }
  }

  /** {@code comm} has 15 bytes; a longer pattern never fits. */
  @Test
  void fitsPatternsIntoAProcessName() {
    Stream<ProcessPattern> all =
        Stream.concat(
            CATALOG.examples().stream().flatMap(example -> example.programs().stream()),
            CATALOG.services().stream().flatMap(service -> service.listeners().stream()));
    assertThat(all.map(ProcessPattern::text))
        .allMatch(text -> text.replace("*", "").length() <= 15)
        .doesNotContain("", "*");
  }

  @ParameterizedTest
  @CsvSource({
    "8080, nginx, nginx",
    "443, haproxy, 'HAProxy, mode http'",
    "80, apache2, 'Apache httpd, mod_proxy_http'",
    "9000, nginx, nginx to PHP-FPM",
    "6379, redis-app, 'Go, go-redis'",
    "8080, python3.11, 'Python, requests and urllib3'",
    "8080, java, Java",
    "8080, node, Node.js",
    "11211, php-fpm8.2, 'PHP, memcached'",
    "27017, java, one MongoClient for each process",
    "4567, nginx, nginx",
    "9999, ab, ApacheBench",
  })
  void findsTheExampleOfAProgram(int port, String opener, String name) {
    assertThat(names(port, opener)).containsExactly(name);
  }

  @Test
  void offersPoolersToEveryProgram() {
    assertThat(names(3306, "php-fpm"))
        .containsExactly("PHP, mysqli", "PHP, PDO", "ProxySQL between clients and server");
    assertThat(names(5432, "nginx")).containsExactly("PgBouncer between clients and server");
  }

  @Test
  void neverOffersHttpForADatabase() {
    for (int port : new int[] {3306, 5432, 6379, 27017, 25, 389, 5672, 9092}) {
      for (String opener : new String[] {"nginx", "haproxy", "apache2", "unknown-app", ""}) {
        List<ClientExample> examples =
            CATALOG.examples(
                CATALOG.service(port, List.of()), opener.isEmpty() ? List.of() : List.of(opener));
        assertThat(examples)
            .as(opener + " to " + port)
            .noneMatch(example -> example.services().contains("http"));
      }
    }
  }

  @Test
  void offersNothingForAnUnknownProgramAndPort() {
    assertThat(names(4567)).isEmpty();
    assertThat(names(4567, "trader")).isEmpty();
    assertThat(names(4567, "java")).isEmpty();
    assertThat(names(5672)).isEmpty();
  }

  @Test
  void offersCommonExamplesForAnUnknownProgram() {
    assertThat(names(8080)).hasSizeBetween(2, 5).contains("nginx", "HAProxy, mode http");
    assertThat(names(6379)).contains("PHP, phpredis").noneMatch(name -> name.contains("nginx"));
    for (ServiceKind service : CATALOG.services()) {
      List<ClientExample> common = CATALOG.examples(Optional.of(service), List.of());
      assertThat(common).as(service.name()).hasSizeLessThan(6);
      assertThat(common.isEmpty()).as(service.name()).isEqualTo(service.name().equals("other"));
    }
  }

  @Test
  void recognisesServicesByTheirProcess() {
    assertThat(service(7000, "redis-server")).contains("redis");
    assertThat(service(6379, "php-fpm7.4")).contains("fastcgi");
    assertThat(service(6379, "docker-proxy")).contains("redis");
    assertThat(service(6379)).contains("redis");
    assertThat(service(4567, "trader")).isEmpty();
  }

  @Test
  void refusesUnknownKeysAndTypes() {
    assertThatThrownBy(() -> ProgramReader.read("services: []\nexample: []"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("example");
    assertThatThrownBy(() -> ProgramReader.read("services: 7\nexamples: []"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("services is not a list");
    assertThatThrownBy(() -> ProgramReader.read("services: []\nexamples: [{name: x}]"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("risk is missing");
  }
}
