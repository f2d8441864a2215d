// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source;

import io.github.twlen.Message;
import io.github.twlen.Progress;
import io.github.twlen.archive.rpm.RpmEntry;
import io.github.twlen.archive.rpm.RpmFile;
import io.github.twlen.archive.tar.TarInput;
import io.github.twlen.archive.tar.TreeExtractor;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A source RPM: the spec, the tarball and the small files, read without unpacking. The tarball of a
 * {@code .nosrc.rpm} is beside the package: its spec names it by {@code NoSource}, and the
 * signature does not cover it.
 */
public final class SourceRpm implements KernelSource {
  private static final int LARGEST_SPEC = 32 << 20;

  /** Files that rpm may read while it parses the spec are smaller, in bytes. */
  private static final long SMALL = 1 << 20;

  /** Distinguishes the cached files from those of an earlier twlen, which chose by name. */
  private static final String FORMAT = "kernel tarball 1";

  private final RpmFile rpm;
  private final Message origin;
  private final List<Message> proof;
  private final ReadCache cache;
  private final FilesBeside beside;

  /** The name of the kernel's tarball, once it is known. */
  private Optional<String> kernel = Optional.empty();

  /**
   * @param cache the files that were read of it before
   */
  public SourceRpm(RpmFile rpm, Message origin, List<Message> proof, ReadCache cache) {
    this.rpm = rpm;
    this.origin = origin;
    this.proof = List.copyOf(proof);
    this.cache = cache;
    this.beside = new FilesBeside(rpm);
  }

  /** Returns the package. */
  public RpmFile rpm() {
    return rpm;
  }

  @Override
  public Message origin() {
    return origin;
  }

  @Override
  public List<Message> proof() {
    return proof;
  }

  @Override
  public Path location() {
    return rpm.path();
  }

  @Override
  public String version() {
    return rpm.versionRelease();
  }

  /** Covers the files beside a package, which are a part of the build. */
  @Override
  public String digest() {
    return beside.digest();
  }

  /**
   * Checks by its list of files that it is a kernel; fails when it is not, or a file is missing.
   */
  void look() {
    spec();
    if (tarballs().isEmpty()) {
      throw missing("tarball");
    }
    beside.require();
  }

  private List<KernelTarball.Candidate> tarballs() {
    return rpm.files().stream()
        .filter(file -> KernelTarball.isTarball(file.name()))
        .filter(file -> kernel.isEmpty() || file.name().equals(kernel.get()))
        .map(file -> new KernelTarball.Candidate(file.name(), file.size(), () -> input(file)))
        .toList();
  }

  private TarInput input(RpmEntry file) {
    if (file.absent()) {
      beside.path(file);
    }
    return rpm.tarball(file);
  }

  /** Finds the kernel's tarball, and reads files of it. */
  private KernelTarball kernel(ReadRequest wanted) {
    List<Path> archives = new ArrayList<>(List.of(rpm.path()));
    beside.files().stream()
        .filter(file -> KernelTarball.isTarball(file.name()))
        .forEach(file -> archives.add(rpm.beside(file)));
    KernelTarball found =
        KernelTarball.unpacked(
            cache.get(
                archives,
                FORMAT,
                wanted,
                () -> KernelTarball.find(name(), specText(), tarballs(), wanted).packed()));
    kernel = Optional.of(found.name());
    return found;
  }

  private RpmEntry spec() {
    return rpm.spec().orElseThrow(() -> missing("spec"));
  }

  private SourceFailure missing(String what) {
    return new SourceFailure(
        "cannot use " + name() + ": no " + what, "pass the source package of a kernel");
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
    rpm.files().stream()
        .filter(file -> !file.equals(spec()))
        .forEach(
            file -> {
              digests.put(file.name(), file.digest());
              sizes.put(file.name(), file.size());
            });
    return Optional.of(
        new Packaging(
            rpm.versionRelease(),
            kernel.orElseGet(() -> kernel(ReadRequest.of()).name()),
            spec().name(),
            specText(),
            digests,
            sizes));
  }

  @Override
  public Optional<byte[]> packagingFile(String name) {
    return rpm.files().stream()
        .filter(file -> file.name().equals(name) && !file.absent() && file.size() <= SMALL)
        .findFirst()
        .map(
            file ->
                cache
                    .get(rpm.path(), ReadRequest.of(name), () -> Map.of(name, bytes(file)))
                    .getOrDefault(name, new byte[0]));
  }

  private String specText() {
    ReadRequest only = ReadRequest.of(spec().name());
    Map<String, byte[]> read =
        cache.get(rpm.path(), only, () -> Map.of(spec().name(), bytes(spec())));
    byte[] spec = read.getOrDefault(spec().name(), new byte[0]);
    return new String(spec, StandardCharsets.ISO_8859_1);
  }

  private byte[] bytes(RpmEntry file) {
    TarInput member = rpm.tarball(file);
    try (InputStream in = member.opener().open()) {
      byte[] bytes = in.readNBytes(LARGEST_SPEC);
      if (bytes.length < member.size()) {
        throw new SourceFailure(
            "cannot use " + member.name() + ": larger than any spec",
            "pass another source package");
      }
      return bytes;
    } catch (IOException e) {
      throw new SourceFailure(
          "cannot read " + member.name() + ": " + e.getMessage(), "download the package again", e);
    }
  }

  @Override
  public void unpackPackaging(Path folder) {
    beside.require(); // Before anything is written.
    rpm.forEach(
        (file, content) -> {
          Path to = file.file().in(folder);
          AtomicFile.write(to, out -> content.transferTo(out));
          if (file.executable() && !to.toFile().setExecutable(true, false)) {
            throw WorkspaceFailure.writing(to, new IOException("cannot make it executable"));
          }
          return true;
        });
    beside.copy(folder);
  }

  @Override
  public void unpackSmall(Path folder) {
    rpm.forEach(
        (file, content) -> {
          if (file.size() <= SMALL) {
            AtomicFile.write(file.file().in(folder), content::transferTo);
          }
          return true;
        });
  }

  @Override
  public void unpack(Path target, Progress progress) {
    kernel(ReadRequest.of()); // Then it is the only candidate.
    TarInput tarball = tarballs().get(0).open().get();
    new TreeExtractor(tarball, target, TreeExtractor.USUAL_LIMIT, progress).call();
  }
}
