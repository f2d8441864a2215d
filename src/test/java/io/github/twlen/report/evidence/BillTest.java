// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.github.twlen.report.BuildFacts;
import io.github.twlen.report.Report;
import io.github.twlen.report.SampleFacts;
import io.github.twlen.report.SampleReports;
import io.github.twlen.report.json.JsonReport;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Validates bills against the schema of CycloneDX. */
class BillTest {
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(
              SpecificationVersion.DRAFT_7,
              builder ->
                  builder.schemaIdResolvers(
                      ids -> ids.mapPrefix("http://cyclonedx.org/schema/", "classpath:")))
          .getSchema(SchemaLocation.of("http://cyclonedx.org/schema/bom-1.6.schema.json"));

  static String text(Report report) {
    return JsonReport.document(BillWriter.of(report, Products.of(report).orElseThrow()));
  }

  private static JsonNode read(Report report) throws Exception {
    return new JsonMapper().readTree(text(report));
  }

  @ParameterizedTest
  @MethodSource("io.github.twlen.report.evidence.SampleEvidence#built")
  void matchesTheSchema(Report report) {
    assertThat(SCHEMA.validate(text(report), InputFormat.JSON)).isEmpty();
  }

  @Test
  void rejectsAnUnknownLicence() throws Exception {
    ObjectNode bill = (ObjectNode) read(SampleReports.verified());
    ((ObjectNode) bill.at("/metadata/component/licenses/0/license")).put("id", "GPL-9");
    ((ObjectNode) bill.at("/components/0/hashes/0")).put("content", "short");
    assertThat(SCHEMA.validate(bill.toString(), InputFormat.JSON)).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void listsTheKernelAndItsPackages() throws Exception {
    JsonNode bill = read(SampleReports.verified());
    assertThat(bill.get("serialNumber").asText()).isEqualTo(SampleReports.ID);
    assertThat(bill.at("/metadata/timestamp").asText()).isEqualTo("2026-11-23T20:52:07Z");
    assertThat(bill.at("/metadata/component/purl").asText())
        .isEqualTo("pkg:generic/linux@" + SampleReports.RELEASE + "?arch=x86_64");
    assertThat(bill.get("components")).hasSize(3);
    BuildFacts.Artifact core =
        Objects.requireNonNull(SampleReports.verified().build()).artifacts().get(0);
    assertThat(bill.at("/components/0/name").asText()).isEqualTo(core.path());
    assertThat(bill.at("/components/0/hashes/0/content").asText()).isEqualTo(core.sha256());
  }

  @Test
  void givesTheSourceAndThePatchAsPedigree() throws Exception {
    JsonNode pedigree = read(SampleReports.verified()).at("/metadata/component/pedigree");
    JsonNode source = pedigree.at("/ancestors/0");
    assertThat(source.get("name").asText()).isEqualTo(SampleFacts.AWKWARD);
    assertThat(source.get("hashes").findValuesAsText("alg")).isEqualTo(List.of("SHA-1", "SHA-256"));
    assertThat(source.get("purl").asText())
        .startsWith("pkg:generic/%C3%9Cn%C3%AFcode%20%26%20%3Cb%3E%22")
        .contains("%D1%8F%D0%B4%D1%80%D0%BE-5.14.src.rpm@5.14.0-570.12.1.el9?")
        .endsWith(
            "?download_url=https%3A%2F%2Fmirror.example.org%2Fel9%2Fsource%2F"
                + "kernel-5.14.0-570.12.1.el9.src.rpm");
    assertThat(pedigree.at("/patches/0/diff/text/content").asText())
        .contains("+#define LENGTH (15*HZ)");
    assertThat(pedigree.get("notes").asText()).contains("is signed by");
  }

  @Test
  void namesTheCommitOfGit() throws Exception {
    JsonNode pedigree = read(SampleEvidence.fromGit()).at("/metadata/component/pedigree");
    assertThat(pedigree.at("/commits/0/uid").asText()).isEqualTo(SampleEvidence.COMMIT);
    assertThat(pedigree.at("/commits/0/url").asText())
        .isEqualTo("https://git.example.org/linux.git");
    assertThat(pedigree.at("/ancestors/0").has("hashes")).isFalse();
  }

  @Test
  void leaksNoDirectory() {
    assertThat(text(SampleEvidence.fromHome())).doesNotContain("/home", "alice");
  }
}
