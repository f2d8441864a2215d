// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import io.github.twlen.GivenFile;
import io.github.twlen.build.spec.SpecChange;
import io.github.twlen.source.SourceFailure;
import io.github.twlen.source.spec.SpecLayout;
import io.github.twlen.workspace.AtomicFile;
import io.github.twlen.workspace.WorkspaceFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Edits a spec file where it is, and adds the patch to its sources.
 *
 * @param read the spec's bytes as characters when it was read; it may have an earlier patch, which
 *     {@code change} replaces
 */
@SuppressWarnings("ArrayRecordComponent") // Bytes to be written, never compared.
public record SpecEdit(SpecLayout layout, String read, SpecChange change, byte[] patch) {
  /**
   * A file that the edit changes or adds.
   *
   * @param shown its path from the root of the layout
   * @param file its real path
   * @param before empty for a new file
   */
  @SuppressWarnings("ArrayRecordComponent") // Bytes to be shown and written, never compared.
  public record Changed(String shown, Path file, boolean isNew, byte[] before, byte[] after) {}

  /**
   * Returns the files whose content differs, in the order of writing; none when the spec already
   * has this patch.
   *
   * @throws SourceFailure when a path leads out of the work tree, or the spec has changed meanwhile
   */
  public List<Changed> files() {
    // The spec is written last: until then nothing refers to the patch.
    Changed added = changed(layout.sources().resolve(change.file()), patch);
    // It is built without twlen, so the spec sets the buildid.
    Changed spec = changed(layout.spec(), change.standalone().bytes());
    if (!Arrays.equals(spec.before(), read.getBytes(StandardCharsets.ISO_8859_1))) {
      throw new SourceFailure("cannot edit " + spec.shown() + ": it has just changed", "run again");
    }
    return Stream.of(added, spec)
        .filter(one -> one.isNew() || !Arrays.equals(one.before(), one.after()))
        .toList();
  }

  private Changed changed(Path file, byte[] after) {
    Path real = layout.writable(file);
    boolean isNew = !Files.exists(real);
    try {
      byte[] before = isNew ? new byte[0] : GivenFile.read(real);
      return new Changed(layout.shown(file), real, isNew, before, after);
    } catch (IOException e) {
      throw WorkspaceFailure.reading(real, e);
    }
  }

  /**
   * Writes the files, each completely or not at all.
   *
   * @return what was done and what of their metadata could not be kept, one line each
   */
  public List<String> write() {
    List<String> done = new ArrayList<>();
    for (Changed one : files()) {
      List<String> lost = AtomicFile.rewrite(one.file(), out -> out.write(one.after()));
      done.add((one.isNew() ? "added " : "changed ") + one.file());
      lost.forEach(what -> done.add(one.file() + ": " + what));
    }
    return done;
  }
}
