package io.github.twlen.rebuild;

import io.github.twlen.build.ConfigBase;
import io.github.twlen.build.ConfigFragment;
import io.github.twlen.patch.FinTimeout;
import io.github.twlen.patch.PatchTemplate;
import io.github.twlen.recipe.Recipe;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.source.FetchOrder;
import java.util.List;

/**
 * Everything that decides what a run does, checked before it begins.
 *
 * @param recipe which kernel
 * @param wanted which length
 * @param finTimeout what becomes of the default of {@code tcp_fin_timeout}
 * @param template the patch
 * @param config what the kernel's configuration starts from
 * @param fragments what is laid over it
 * @param packageTargets what is made beside {@code bzImage}
 * @param verify whether the kernel is booted and measured
 * @param baseline whether the stock kernel is built and measured in the same way
 * @param jobs how many compilers at once; 0 for as many as suit the launcher
 * @param launcher the name of what starts the compiler; {@code auto} for ccache where there is one
 * @param memoryMiB of the guest
 * @param output where everything goes
 * @param fetch how the source is got
 * @param install whether missing tools are installed
 * @param commandLine the words that the user typed
 * @param twlenVersion for the report
 */
public record RebuildOrder(
    Recipe recipe,
    TimewaitLength wanted,
    FinTimeout finTimeout,
    PatchTemplate template,
    ConfigBase config,
    List<ConfigFragment> fragments,
    List<String> packageTargets,
    boolean verify,
    boolean baseline,
    int jobs,
    String launcher,
    int memoryMiB,
    OutputFolder output,
    FetchOrder fetch,
    boolean install,
    List<String> commandLine,
    String twlenVersion) {
  /** Copies what it is given. */
  public RebuildOrder {
    fragments = List.copyOf(fragments);
    packageTargets = List.copyOf(packageTargets);
    commandLine = List.copyOf(commandLine);
  }
}
