// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild.outdated;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.twlen.GivenFile;
import io.github.twlen.GivenFolder;
import io.github.twlen.archive.DebFile;
import io.github.twlen.archive.rpm.RpmFile;
import io.github.twlen.archive.rpm.RpmPackage;
import io.github.twlen.build.rpm.PackagedKernel;
import io.github.twlen.rebuild.KernelFile;
import io.github.twlen.source.SourceFailure;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A kernel of the user: a package, or a directory with one. The report beside it has the version of
 * the source, which the name of a build by make has not.
 *
 * @param tool the package manager of its distribution
 */
record GivenKernel(KernelName name, PackageTool tool) {
  private static final String IMAGE = "boot/vmlinuz-";
  private static final String REPORT = "report.json";
  private static final Set<String> OF_SPECS = Set.of("source-rpm", "spec");

  /**
   * Reads it.
   *
   * @throws SourceFailure when it is no package, and no directory with a kernel
   */
  static GivenKernel read(Path path) {
    try {
      boolean directory = Files.isDirectory(path);
      Path folder = directory ? path : path.toAbsolutePath().resolveSibling("");
      Optional<JsonNode> report = report(folder.resolve(REPORT));
      List<Path> files =
          directory ? GivenFolder.list(path).stream().sorted().toList() : List.of(path);
      for (Path file : files) {
        Optional<GivenKernel> found = packaged(file, report);
        if (found.isPresent()) {
          return found.get();
        }
      }
      return report
          .filter(r -> directory)
          .map(GivenKernel::reported)
          .orElseThrow(
              () ->
                  new SourceFailure(
                      "cannot read the version of " + path + ": no kernel package",
                      "pass a kernel RPM, a .deb, or an output directory of twlen"));
    } catch (IOException e) {
      throw WorkspaceFailure.reading(path, e);
    }
  }

  private static Optional<GivenKernel> packaged(Path file, Optional<JsonNode> report)
      throws IOException {
    if (RpmFile.isRpm(file)) {
      RpmPackage rpm = RpmPackage.open(file);
      return PackagedKernel.in(List.of(rpm))
          .map(kernel -> KernelName.of(kernel.release(), rpm.name(), rpm.versionRelease()))
          .map(name -> new GivenKernel(sourced(name, report), PackageTool.RPM));
    }
    if (!Files.isRegularFile(file) || !new KernelFile(file).isDeb()) {
      return Optional.empty();
    }
    return new DebFile(file)
        .take(name -> name.startsWith(IMAGE), (name, size, content) -> {})
        .map(image -> KernelName.of(image.substring(IMAGE.length()), "", ""))
        .map(name -> new GivenKernel(sourced(name, report), PackageTool.APT));
  }

  private static GivenKernel reported(JsonNode report) {
    boolean spec = OF_SPECS.contains(report.at("/source/kind").asText());
    KernelName name = KernelName.of(report.at("/build/release").asText(), "", "");
    return new GivenKernel(
        sourced(name, Optional.of(report)), spec ? PackageTool.RPM : PackageTool.APT);
  }

  /** Uses the source of a report, if the report is of this kernel. */
  private static KernelName sourced(KernelName name, Optional<JsonNode> report) {
    return report
        .filter(r -> !name.exact() && r.at("/build/release").asText().equals(name.release()))
        .map(r -> r.at("/source/version").asText())
        .filter(KernelName::isPlain)
        .map(name::builtFrom)
        .orElse(name);
  }

  /** Returns a report that names a kernel and its source; empty for anything else. */
  private static Optional<JsonNode> report(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      JsonNode report = new JsonMapper().readTree(GivenFile.read(file));
      return Optional.of(report).filter(r -> KernelName.isPlain(r.at("/build/release").asText()));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
