// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.twlen.JsonSchema;
import io.github.twlen.report.BuildFacts;
import io.github.twlen.report.Report;
import io.github.twlen.report.SampleReports;
import io.github.twlen.report.json.JsonReport;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ProvenanceTest {
  private static final String DEPENDENCIES = "/predicate/buildDefinition/resolvedDependencies";
  private static final JsonSchema SCHEMA =
      JsonSchema.of(
          BuildEvidence.class, "provenance.schema.json", "evidence.md", "## Keys of the statement");

  static String text(Report report) {
    return JsonReport.document(ProvenanceWriter.of(report, Products.of(report).orElseThrow()));
  }

  private static JsonNode read(Report report) throws Exception {
    return new JsonMapper().readTree(text(report));
  }

  private static JsonNode dependency(JsonNode statement, String name) {
    return StreamSupport.stream(statement.at(DEPENDENCIES).spliterator(), false)
        .filter(one -> one.get("name").asText().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void hasTheKeysOfTheSchemaAndThePage() throws Exception {
    SCHEMA.hasTheKeysOf(SampleEvidence.built().map(ProvenanceTest::text).toArray(String[]::new));
  }

  @Test
  void rejectsUnknownKeysAndEmptyDependencies() throws Exception {
    ObjectNode statement = (ObjectNode) read(SampleReports.verified());
    statement.put("surprise", 1);
    ((ObjectNode) statement.at(DEPENDENCIES + "/0")).remove(List.of("uri", "digest"));
    ((ObjectNode) statement.at("/subject/0")).put("name", "/home/me/bzImage");
    assertThat(SCHEMA.violations(statement.toString())).hasSizeGreaterThanOrEqualTo(3);
  }

  @ParameterizedTest
  @MethodSource("io.github.twlen.report.evidence.SampleEvidence#built")
  void namesEachProductOnce(Report report) throws Exception {
    BuildFacts build = Objects.requireNonNull(report.build());
    JsonNode subjects = read(report).get("subject");
    assertThat(subjects.findValuesAsText("name")).doesNotHaveDuplicates();
    assertThat(subjects.findValuesAsText("sha256"))
        .isEqualTo(build.artifacts().stream().map(BuildFacts.Artifact::sha256).toList());
  }

  @Test
  void listsSourcePatchConfigurationImageAndRemedies() throws Exception {
    JsonNode statement = read(SampleReports.verified());
    List<JsonNode> all =
        StreamSupport.stream(statement.at(DEPENDENCIES).spliterator(), false).toList();
    assertThat(all.get(0).get("uri").asText())
        .isEqualTo("https://mirror.example.org/el9/source/kernel-5.14.0-570.12.1.el9.src.rpm");
    assertThat(all.get(0).at("/annotations/proof/1").asText()).contains("is signed by");
    assertThat(all.get(0).at("/digest/sha1").asText()).hasSize(40);
    assertThat(all.get(1).get("name").asText()).isEqualTo("tcp-timewait-len-15s.patch");
    assertThat(all.get(2).at("/annotations/origin").asText()).endsWith("rhel.config");
    assertThat(all.get(3).get("name").asText()).isEqualTo("container localhost/twlen-el9");
    assertThat(all.get(3).at("/digest/sha256").asText()).hasSize(64);
    // The tools of the host did not build in the container.
    assertThat(all.get(4).has("content")).isTrue();
    byte[] how = Base64.getDecoder().decode(all.get(4).get("content").asText());
    assertThat(new String(how, StandardCharsets.UTF_8)).isNotBlank();
    assertThat(statement.at("/predicate/runDetails/metadata/invocationId").asText())
        .isEqualTo(SampleReports.ID);
    assertThat(statement.at("/predicate/runDetails/metadata/startedOn").asText())
        .isEqualTo("2026-11-23T20:52:07Z");
    assertThat(statement.at("/predicate/runDetails/metadata/finishedOn").asText())
        .isEqualTo("2026-11-23T21:20:40Z");
  }

  @Test
  void namesTheCommitOfGit() throws Exception {
    JsonNode source = dependency(read(SampleEvidence.fromGit()), "v6.1.7");
    assertThat(source.get("uri").asText()).isEqualTo("git+https://git.example.org/linux.git");
    assertThat(source.get("digest").toString())
        .isEqualTo("{\"gitCommit\":\"" + SampleEvidence.COMMIT + "\"}");
  }

  @Test
  void listsTheToolsOfTheHost() throws Exception {
    JsonNode gcc = dependency(read(SampleEvidence.fromHome()), "gcc");
    assertThat(gcc.get("uri").asText()).isEqualTo("pkg:generic/gcc@12.2.0");
    assertThat(gcc.at("/annotations/version").asText()).contains("Debian 12.2.0-14");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "gcc (Debian 12.2.0-14+deb12u1) 12.2.0 | 12.2.0",
        "gcc (GCC) 4.8.5 20150623 (Red Hat 4.8.5-44) | 4.8.5",
        "GNU Make 4.3 | 4.3",
        "GNU ld version 2.27-44.base.el7 | 2.27-44.base.el7",
        "ccache version 4.7.5 | 4.7.5",
        "no number | ''",
      })
  void findsTheVersionOfATool(String line, String version) {
    assertThat(Products.version(line)).isEqualTo(version);
  }

  @Test
  void leaksNoDirectory() throws Exception {
    String text = text(SampleEvidence.fromHome());
    assertThat(text).doesNotContain("/home", "alice").contains("\"--output=out\"");
    JsonNode source = dependency(read(SampleEvidence.fromHome()), "linux");
    assertThat(source.get("digest").fieldNames()).toIterable().containsExactly("twlenListing");
    assertThat(source.at("/annotations/proof/0").asText()).isEqualTo("compared with a.asc, good");
  }
}
