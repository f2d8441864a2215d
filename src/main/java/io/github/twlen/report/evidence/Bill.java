// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.evidence;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bill of materials in CycloneDX 1.6; absent keys are null.
 *
 * @see <a href="https://cyclonedx.org/docs/1.6/json/">The format</a>
 */
record Bill(
    String bomFormat,
    String specVersion,
    String serialNumber,
    int version,
    Metadata metadata,
    List<Component> components) {
  record Metadata(String timestamp, List<Phase> lifecycles, Tools tools, Component component) {}

  record Phase(String phase) {}

  record Tools(List<Component> components) {}

  record Component(
      String type,
      @JsonProperty("bom-ref") String ref,
      String name,
      @Nullable String version,
      @Nullable List<Hash> hashes,
      @Nullable List<Licence> licenses,
      @Nullable String purl,
      @Nullable List<Reference> externalReferences,
      @Nullable Pedigree pedigree) {}

  record Hash(String alg, String content) {}

  record Licence(Identifier license) {}

  record Identifier(String id) {}

  record Reference(String type, String url) {}

  record Pedigree(
      List<Component> ancestors,
      @Nullable List<Commit> commits,
      @Nullable List<Patch> patches,
      @Nullable String notes) {}

  record Commit(String uid, @Nullable String url) {}

  record Patch(String type, Diff diff) {}

  record Diff(Text text) {}

  record Text(String contentType, String content) {}
}
