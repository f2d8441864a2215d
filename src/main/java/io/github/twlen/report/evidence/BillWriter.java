// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report.evidence;

import io.github.twlen.recipe.AppliedRemedy;
import io.github.twlen.report.BuildFacts;
import io.github.twlen.report.Report;
import io.github.twlen.report.SourceFacts;
import io.github.twlen.report.evidence.Bill.Commit;
import io.github.twlen.report.evidence.Bill.Component;
import io.github.twlen.report.evidence.Bill.Diff;
import io.github.twlen.report.evidence.Bill.Hash;
import io.github.twlen.report.evidence.Bill.Identifier;
import io.github.twlen.report.evidence.Bill.Licence;
import io.github.twlen.report.evidence.Bill.Metadata;
import io.github.twlen.report.evidence.Bill.Patch;
import io.github.twlen.report.evidence.Bill.Pedigree;
import io.github.twlen.report.evidence.Bill.Phase;
import io.github.twlen.report.evidence.Bill.Reference;
import io.github.twlen.report.evidence.Bill.Text;
import io.github.twlen.report.evidence.Bill.Tools;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes the bill of materials of a built kernel from the report of its run. */
final class BillWriter {
  private static final String LINUX = "linux";
  private static final String SYSTEM = "operating-system";
  private static final List<Licence> GPL = List.of(new Licence(new Identifier("GPL-2.0-only")));

  /** The names of CycloneDX for checksums of a report. */
  private static final Map<String, String> ALGORITHMS =
      new TreeMap<>(Map.of("sha1", "SHA-1", "sha256", "SHA-256", "sha512", "SHA-512"));

  private BillWriter() {}

  static Bill of(Report report, Products products) {
    BuildFacts build = products.build();
    Component twlen =
        component("application", "twlen", report.run().twlenVersion(), null, null, null, null);
    return new Bill(
        "CycloneDX",
        "1.6",
        report.run().id(),
        1,
        new Metadata(
            report.run().started(),
            List.of(new Phase("build")),
            new Tools(List.of(twlen)),
            new Component(
                SYSTEM,
                LINUX,
                LINUX,
                build.release(),
                null,
                GPL,
                Purl.generic(LINUX, build.release(), Map.of("arch", build.architecture())),
                null,
                pedigree(products))),
        products.files().stream().map(BillWriter::file).toList());
  }

  private static Component file(Products.File file) {
    return component(
        "file", file.name(), null, List.of(new Hash("SHA-256", file.sha256())), null, null, null);
  }

  private static Pedigree pedigree(Products products) {
    SourceFacts source = products.source();
    String diff = products.patch().diff();
    Optional<String> url = Products.url(source);
    String commit = source.digests().get(SourceFacts.COMMIT);
    List<String> notes = new ArrayList<>();
    source.proof().forEach(line -> notes.add(RelativeNames.of(line)));
    notes.add(
        products.build().remedies().stream()
            .map(AppliedRemedy::text)
            .map(RelativeNames::of)
            .collect(Collectors.joining("\n")));
    notes.removeIf(String::isEmpty);
    return new Pedigree(
        List.of(ancestor(source, url)),
        commit == null ? null : List.of(new Commit(commit, url.orElse(null))),
        diff.isEmpty()
            ? null
            : List.of(new Patch("unofficial", new Diff(new Text("text/x-diff", diff)))),
        notes.isEmpty() ? null : String.join("\n", notes));
  }

  private static Component ancestor(SourceFacts source, Optional<String> url) {
    String name = RelativeNames.of(source.name());
    List<Hash> hashes = new ArrayList<>();
    Map<String, String> qualifiers = new TreeMap<>();
    if (Products.isFile(source)) {
      source
          .digests()
          .forEach(
              (algorithm, digest) -> {
                if (ALGORITHMS.containsKey(algorithm)) {
                  hashes.add(new Hash(ALGORITHMS.get(algorithm), digest));
                }
              });
      url.ifPresent(place -> qualifiers.put("download_url", place));
    } else if (Products.isGit(source)) {
      url.ifPresent(place -> qualifiers.put("vcs_url", "git+" + place));
    }
    return component(
        SYSTEM,
        name,
        source.version(),
        hashes.isEmpty() ? null : hashes,
        Purl.generic(name, source.version(), qualifiers),
        url.map(place -> List.of(new Reference("source-distribution", place))).orElse(null),
        GPL);
  }

  private static Component component(
      String type,
      String name,
      @Nullable String version,
      @Nullable List<Hash> hashes,
      @Nullable String purl,
      @Nullable List<Reference> references,
      @Nullable List<Licence> licences) {
    return new Component(
        type, type + ":" + name, name, version, hashes, licences, purl, references, null);
  }
}
