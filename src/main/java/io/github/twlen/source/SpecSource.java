// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.FileName;
import io.github.twlen.GivenFile;
import io.github.twlen.Message;
import io.github.twlen.Progress;
import io.github.twlen.TerminalText;
import io.github.twlen.archive.tar.TarInput;
import io.github.twlen.archive.tar.TreeExtractor;
import io.github.twlen.source.spec.SpecLayout;
import io.github.twlen.source.spec.SpecSources;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.Digests;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A spec file with its sources: an rpmbuild directory, or a dist-git work tree. Nothing verifies
 * them; a list of checksums in the work tree only shows that a file is complete.
 */
public final class SpecSource implements KernelSource {
  /** Files of the directory up to this size, in bytes, may be read by macros of the spec. */
  private static final long SMALL = 1 << 20;

  private final SpecLayout layout;
  private final ReadCache cache;
  private final String spec;
  private final SpecSources declared;
  private final LookasideDirectory lookaside;

  /** The name of the kernel's tarball, once it is known. */
  private Optional<String> kernel = Optional.empty();

  /**
   * Reads the spec.
   *
   * @throws SourceFailure when a source of it has a path outside of the directory of sources
   */
  SpecSource(Path spec, ReadCache cache) {
    this.layout = SpecLayout.of(spec);
    this.cache = cache;
    this.spec = new String(bytes(layout.spec()), StandardCharsets.ISO_8859_1);
    this.declared = SpecSources.of(this.spec);
    this.lookaside = new LookasideDirectory(layout);
    declared
        .fault()
        .ifPresent(
            fault -> {
              throw new SourceFailure(
                  "cannot use " + layout.spec() + ": " + TerminalText.of(fault),
                  "write a file name or a URL in this line");
            });
  }

  /** Returns the directories of the spec and its sources. */
  public SpecLayout layout() {
    return layout;
  }

  @Override
  public Path location() {
    return layout.spec();
  }

  @Override
  public String version() {
    return kernelVersion().text();
  }

  @Override
  public Message origin() {
    return Message.verbatim(layout.spec().toString());
  }

  /** Covers the spec and the files that {@link #unpackPackaging} copies. */
  @Override
  public String digest() {
    StringBuilder all = new StringBuilder(spec);
    files().forEach((name, file) -> all.append(name).append(' ').append(Digests.sha256(file)));
    return Digests.sha256(all.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public List<Message> proof() {
    return List.of();
  }

  /** Returns the sources by name: those that the spec names, and small files beside them. */
  private Map<String, Path> files() {
    Map<String, Path> files = new TreeMap<>();
    for (Path file : layout.files()) {
      String name = String.valueOf(file.getFileName());
      boolean wanted = declared.names(name) || (size(file) <= SMALL && !name.startsWith("."));
      if (wanted && FileName.of(name).isPresent() && !file.equals(layout.spec())) {
        files.put(name, file);
      }
    }
    return files;
  }

  private static long size(Path file) {
    return file.toFile().length();
  }

  /** Checks by the names of its files that it is a kernel; fails when one is missing. */
  void look() {
    if (tarballs().isEmpty()) {
      throw missing(declared.missing(List.of()));
    }
    lookaside.requireComplete();
  }

  private List<KernelTarball.Candidate> tarballs() {
    List<KernelTarball.Candidate> candidates = new ArrayList<>();
    files()
        .forEach(
            (name, file) ->
                candidates.add(
                    new KernelTarball.Candidate(
                        name, size(file), () -> TarInput.of(lookaside.checked(file)))));
    for (String name : lookaside.missing()) {
      candidates.add(
          new KernelTarball.Candidate(
              name,
              0,
              () -> {
                throw lookaside.failure(name);
              }));
    }
    return candidates.stream()
        .filter(one -> KernelTarball.isTarball(one.name()))
        .filter(one -> kernel.isEmpty() || one.name().equals(kernel.get()))
        .toList();
  }

  /** Finds the kernel's tarball, and reads files of it. */
  private KernelTarball kernel(ReadRequest wanted) {
    List<Path> archives =
        files().entrySet().stream()
            .filter(one -> KernelTarball.isTarball(one.getKey()))
            .map(Map.Entry::getValue)
            .toList();
    KernelTarball found =
        KernelTarball.unpacked(
            cache.get(
                archives,
                String.join("\n", lookaside.missing()) + "\n\n" + spec,
                wanted,
                () -> find(wanted).packed()));
    kernel = Optional.of(found.name());
    return found;
  }

  private KernelTarball find(ReadRequest wanted) {
    List<String> missing =
        declared.missing(files().keySet()).stream().filter(KernelTarball::isTarball).toList();
    if (tarballs().isEmpty() && !missing.isEmpty()) {
      throw missing(missing);
    }
    try {
      return KernelTarball.find(name(), spec, tarballs(), wanted);
    } catch (SourceFailure e) {
      throw missing.isEmpty() || !e.what().startsWith("cannot find the kernel")
          ? e
          : missing(missing);
    }
  }

  private SourceFailure missing(List<String> names) {
    String what = names.isEmpty() ? "a tarball" : TerminalText.of(String.join(", ", names));
    return new SourceFailure(
        "cannot find the kernel of " + name() + ": no " + what + " in " + layout.sources(),
        "download it: `spectool -g -C " + layout.sources() + " " + layout.spec() + "`");
  }

  private String kernelName() {
    return kernel.orElseGet(() -> kernel(ReadRequest.of()).name());
  }

  @Override
  public Map<String, byte[]> read(ReadRequest wanted) {
    return kernel(wanted).read();
  }

  @Override
  public boolean hasPackaging() {
    return true;
  }

  @Override
  public Optional<Packaging> packaging() {
    Map<String, String> digests = new LinkedHashMap<>();
    Map<String, Long> sizes = new LinkedHashMap<>();
    files().forEach((name, file) -> sizes.put(name, size(file)));
    sizes.keySet().forEach(name -> digests.put(name, ""));
    return Optional.of(new Packaging("", kernelName(), name(), spec, digests, sizes));
  }

  @Override
  public Optional<byte[]> packagingFile(String name) {
    return Optional.ofNullable(files().get(name))
        .filter(file -> size(file) <= SMALL)
        .map(SpecSource::bytes);
  }

  private static byte[] bytes(Path file) {
    try {
      return GivenFile.read(file);
    } catch (IOException e) {
      throw WorkspaceFailure.reading(file, e);
    }
  }

  @Override
  public void unpackPackaging(Path folder) {
    lookaside.requireComplete(); // Before anything is written.
    Map<String, Path> files = files();
    files.values().forEach(lookaside::checked);
    copy(files.values().stream(), folder);
  }

  @Override
  public void unpackSmall(Path folder) {
    copy(files().values().stream().filter(file -> size(file) <= SMALL), folder);
  }

  private void copy(Stream<Path> files, Path folder) {
    AtomicFile.write(folder.resolve(name()), spec.getBytes(StandardCharsets.ISO_8859_1));
    files.forEach(file -> SpecLayout.copy(file, folder));
  }

  @Override
  public void unpack(Path target, Progress progress) {
    Path file = layout.sources().resolve(kernelName());
    new TreeExtractor(lookaside.checked(file), target, TreeExtractor.USUAL_LIMIT, progress).call();
  }
}
