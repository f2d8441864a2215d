package io.github.twlen.rebuild;

import io.github.twlen.patch.FinTimeout;
import io.github.twlen.patch.MacroUsers;
import io.github.twlen.patch.PatchOutcome;
import io.github.twlen.patch.PatchTemplate;
import io.github.twlen.patch.TimewaitPatch;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.source.KernelSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Renders the patch for a source, and gathers what a person should know before applying it. */
public final class PatchStage {
  private final KernelSource source;
  private final byte[] header;
  private final PatchTemplate template;
  private final TimewaitLength wanted;
  private final FinTimeout finTimeout;

  /**
   * @param source where the header is read
   * @param template what the patch looks like
   * @param wanted the new length
   * @param finTimeout what becomes of the default of {@code tcp_fin_timeout}
   */
  public PatchStage(
      KernelSource source, PatchTemplate template, TimewaitLength wanted, FinTimeout finTimeout) {
    this.source = source;
    this.header = source.header(); // Once: in a tarball it has to be searched for.
    this.template = template;
    this.wanted = wanted;
    this.finTimeout = finTimeout;
  }

  /** The patch from the present length to the wanted one. */
  public PatchOutcome call() {
    return TimewaitPatch.render(template, header, wanted, finTimeout);
  }

  /**
   * The patch back from the wanted length, which the source must have.
   *
   * @param stock the length to go back to
   */
  public PatchOutcome back(TimewaitLength stock) {
    return TimewaitPatch.reverse(template, header, wanted, stock, finTimeout);
  }

  /** The bytes of the header that is patched. */
  public byte[] header() {
    return header.clone();
  }

  /** Every other place that uses the macro, by path and line. */
  public List<MacroUsers.Use> users() {
    List<MacroUsers.Use> uses = new ArrayList<>();
    source.forEachUnder(
        MacroUsers.FOLDERS,
        (path, content) -> {
          List<MacroUsers.Use> found = MacroUsers.in(path, content);
          synchronized (uses) {
            uses.addAll(found);
          }
        });
    uses.sort(Comparator.comparing(MacroUsers.Use::path).thenComparing(MacroUsers.Use::line));
    return List.copyOf(uses);
  }
}
