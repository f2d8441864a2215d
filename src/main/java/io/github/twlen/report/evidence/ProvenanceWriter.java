// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.evidence;

import io.github.twlen.patch.FinTimeout;
import io.github.twlen.recipe.AppliedRemedy;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.report.BuildFacts;
import io.github.twlen.report.PatchFacts;
import io.github.twlen.report.Report;
import io.github.twlen.report.RunInfo;
import io.github.twlen.report.SourceFacts;
import io.github.twlen.report.evidence.Provenance.BuildDefinition;
import io.github.twlen.report.evidence.Provenance.ExternalParameters;
import io.github.twlen.report.evidence.Provenance.InternalParameters;
import io.github.twlen.report.evidence.Provenance.Metadata;
import io.github.twlen.report.evidence.Provenance.Predicate;
import io.github.twlen.report.evidence.Provenance.Resource;
import io.github.twlen.report.evidence.Provenance.RunDetails;
import io.github.twlen.report.evidence.Provenance.Subject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Makes the provenance of a built kernel from the report of its run. */
final class ProvenanceWriter {
  private static final String STATEMENT = "https://in-toto.io/Statement/v1";
  private static final String PREDICATE = "https://slsa.dev/provenance/v1";
  private static final String BUILD_TYPE = "https://twlen.github.io/kernel-build/v1";

  /** Whoever runs twlen; the statement is not signed, so it proves no more. */
  private static final String BUILDER = "https://twlen.github.io/local/v1";

  private static final String SHA256 = "sha256";

  private final Report report;
  private final Products products;

  private ProvenanceWriter(Report report, Products products) {
    this.report = report;
    this.products = products;
  }

  static Provenance of(Report report, Products products) {
    return new ProvenanceWriter(report, products).statement();
  }

  private Provenance statement() {
    List<Subject> subjects =
        products.files().stream()
            .map(file -> new Subject(file.name(), Map.of(SHA256, file.sha256())))
            .toList();
    return new Provenance(STATEMENT, subjects, PREDICATE, new Predicate(definition(), details()));
  }

  private BuildDefinition definition() {
    RunInfo run = report.run();
    BuildFacts build = products.build();
    TimewaitLength wanted = run.wanted();
    FinTimeout finTimeout = run.finTimeout();
    return new BuildDefinition(
        BUILD_TYPE,
        new ExternalParameters(
            RelativeNames.of(run.command()),
            run.recipe() == null ? null : RelativeNames.of(run.recipe()),
            wanted == null ? null : wanted.seconds(),
            finTimeout == null ? null : Report.key(finTimeout)),
        new InternalParameters(
            build.release(),
            build.architecture(),
            RelativeNames.of(build.environment()),
            build.launcher() == null ? null : RelativeNames.of(build.launcher()),
            RelativeNames.of(build.targets()),
            report.host()),
        dependencies());
  }

  private List<Resource> dependencies() {
    List<Resource> all = new ArrayList<>();
    all.add(source(products.source()));
    PatchFacts patch = products.patch();
    if (!patch.diff().isEmpty()) {
      all.add(file(patch.file(), patch.sha256(), "text/x-diff", Map.of("header", patch.header())));
    }
    BuildFacts build = products.build();
    if (build.configSha256() != null) {
      Map<String, Object> origin =
          Map.of("origin", RelativeNames.of(build.config()), "fragments", build.fragments());
      all.add(file("config", build.configSha256(), "text/plain", origin));
    }
    if (build.environmentSha256() != null) {
      all.add(
          file(
              RelativeNames.of(build.environment()),
              build.environmentSha256(),
              "application/vnd.oci.image.config.v1+json",
              Map.of()));
    }
    products.tools(report).forEach((name, line) -> all.add(tool(name, line)));
    build.remedies().forEach(remedy -> all.add(remedy(remedy)));
    return all;
  }

  private static Resource source(SourceFacts source) {
    Map<String, Object> annotations = new TreeMap<>();
    annotations.put("kind", source.kind());
    annotations.put("version", source.version());
    annotations.put("origin", RelativeNames.of(source.origin()));
    annotations.put("proof", source.proof().stream().map(RelativeNames::of).toList());
    return new Resource(
        RelativeNames.of(source.name()),
        Products.url(source).map(url -> Products.isGit(source) ? "git+" + url : url).orElse(null),
        digest(source),
        null,
        null,
        annotations);
  }

  /** Only a file has a SHA-256 that others can compute; that of a tree covers twlen's listing. */
  private static Map<String, String> digest(SourceFacts source) {
    Map<String, String> digests = source.digests();
    String commit = digests.get(SourceFacts.COMMIT);
    if (commit != null) {
      return Map.of("gitCommit", commit);
    }
    return Products.isFile(source)
        ? digests
        : Map.of("twlenListing", digests.getOrDefault(SHA256, ""));
  }

  private static Resource file(
      String name, String sha256, String mediaType, Map<String, Object> annotations) {
    return new Resource(
        name, null, Map.of(SHA256, sha256), null, mediaType, new TreeMap<>(annotations));
  }

  private static Resource tool(String name, String line) {
    String uri = Purl.generic(name, Products.version(line), Map.of());
    return new Resource(name, uri, null, null, null, Map.of("version", line));
  }

  private static Resource remedy(AppliedRemedy remedy) {
    byte[] how = RelativeNames.of(remedy.how()).getBytes(StandardCharsets.UTF_8);
    Map<String, Object> annotations = new TreeMap<>();
    annotations.put("remedy", RelativeNames.of(remedy.mends()));
    annotations.put("tool", RelativeNames.of(remedy.tool()));
    String content = Base64.getEncoder().encodeToString(how);
    return new Resource(remedy.name(), null, null, content, "text/plain", annotations);
  }

  private RunDetails details() {
    RunInfo run = report.run();
    Instant end = Instant.parse(run.started()).plus(report.took());
    return new RunDetails(
        new Provenance.Builder(BUILDER, Map.of("twlen", run.twlenVersion())),
        new Metadata(run.id(), run.started(), end.truncatedTo(ChronoUnit.SECONDS).toString()));
  }
}
