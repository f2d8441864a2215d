// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.evidence;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.twlen.report.HostFacts;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An in-toto statement with SLSA provenance; {@code provenance.schema.json} describes each key.
 *
 * @see <a href="https://slsa.dev/provenance/v1">SLSA provenance</a>
 */
record Provenance(
    @JsonProperty("_type") String type,
    List<Subject> subject,
    String predicateType,
    Predicate predicate) {
  /** A built file, with checksums by algorithm. */
  record Subject(String name, Map<String, String> digest) {}

  record Predicate(BuildDefinition buildDefinition, RunDetails runDetails) {}

  record BuildDefinition(
      String buildType,
      ExternalParameters externalParameters,
      InternalParameters internalParameters,
      List<Resource> resolvedDependencies) {}

  /** What the user requested. */
  record ExternalParameters(
      List<String> command,
      @Nullable String recipe,
      @Nullable Integer wantedSeconds,
      @Nullable String finTimeout) {}

  /** What twlen chose. */
  record InternalParameters(
      String release,
      String architecture,
      String environment,
      @Nullable String launcher,
      List<String> targets,
      HostFacts host) {}

  /**
   * Something that the build read.
   *
   * @param digest checksums by algorithm; a resource without one has a URI or a content
   * @param content in Base64
   */
  record Resource(
      String name,
      @Nullable String uri,
      @Nullable Map<String, String> digest,
      @Nullable String content,
      @Nullable String mediaType,
      Map<String, Object> annotations) {}

  record RunDetails(Builder builder, Metadata metadata) {}

  record Builder(String id, Map<String, String> version) {}

  record Metadata(String invocationId, String startedOn, String finishedOn) {}
}
