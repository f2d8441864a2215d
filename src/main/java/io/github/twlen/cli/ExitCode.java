// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import io.github.twlen.TwlenFailure;
import io.github.twlen.archive.ArchiveFailure;
import io.github.twlen.build.BuildFailure;
import io.github.twlen.build.MissingDependencyFailure;
import io.github.twlen.build.spec.SpecFailure;
import io.github.twlen.host.HostFailure;
import io.github.twlen.patch.PatchFailure;
import io.github.twlen.process.ProcessFailure;
import io.github.twlen.recipe.RecipeFailure;
import io.github.twlen.source.SourceFailure;
import io.github.twlen.survey.SurveyFailure;
import io.github.twlen.verify.guest.GuestFailure;
import io.github.twlen.verify.guest.MissingToolFailure;
import io.github.twlen.workspace.WorkspaceFailure;
import java.util.Map;

/** What a run ends with. This is the one place that maps failures to codes. */
public enum ExitCode {
  /** Done; where something was to be verified, it was. */
  DONE(0),
  /** A fault of ours. */
  FAULT(1),
  /** The command line or a recipe is not right. */
  USAGE(2),
  /** This host lacks something: a tool, disk, a permission. */
  HOST(3),
  /** The source is not found, cut off, or not what its digest or signature says. */
  SOURCE(10),
  /** The patch does not fit, or is ambiguous. */
  PATCH(11),
  /** The compiler failed, or the tree was not patched when the build began. */
  BUILD(12),
  /** The kernel ran and TIME_WAIT is not what was asked for, or the guest never came up. */
  VERIFICATION(13),
  /** Ended by SIGHUP. */
  HUNG_UP(129),
  /** Interrupted. */
  INTERRUPTED(130),
  /** Ended by SIGTERM. */
  TERMINATED(143);

  private static final Map<Class<? extends TwlenFailure>, ExitCode> OF =
      Map.ofEntries(
          Map.entry(RecipeFailure.class, USAGE),
          Map.entry(ProcessFailure.class, HOST),
          Map.entry(WorkspaceFailure.class, HOST),
          Map.entry(HostFailure.class, HOST),
          Map.entry(MissingToolFailure.class, HOST),
          Map.entry(SourceFailure.class, SOURCE),
          Map.entry(ArchiveFailure.class, SOURCE),
          Map.entry(PatchFailure.class, PATCH),
          Map.entry(SpecFailure.class, PATCH),
          Map.entry(BuildFailure.class, BUILD),
          Map.entry(MissingDependencyFailure.class, HOST),
          Map.entry(SurveyFailure.class, HOST),
          Map.entry(GuestFailure.class, VERIFICATION));

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  /** The number that the shell sees. */
  public int code() {
    return code;
  }

  /** The code of a failure; what is not told as one is a fault of ours. */
  public static ExitCode of(Throwable thrown) {
    return thrown instanceof OutOfMemoryError ? HOST : ofType(thrown.getClass());
  }

  static ExitCode ofType(Class<?> thrown) {
    return OF.getOrDefault(thrown, FAULT);
  }
}
