package io.github.twlen.cli;

import io.github.twlen.build.ConfigBase;
import io.github.twlen.build.ConfigFragment;
import io.github.twlen.rebuild.OutputFolder;
import io.github.twlen.rebuild.RebuildOrder;
import io.github.twlen.recipe.BuildSpec;
import io.github.twlen.recipe.Recipe;
import io.github.twlen.recipe.RecipeBook;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What {@code rebuild} and {@code build} take alike. */
final class BuildOptions {
  private static final List<String> TARGETS =
      List.of("bzImage", "bindeb-pkg", "binrpm-pkg", "tar-pkg");

  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec spec;

  @Parameters(
      paramLabel = "RECIPE",
      arity = "0..1",
      defaultValue = "distro",
      description =
          "A recipe's name or file, a kernel tree, or a tarball. Default: ${DEFAULT-VALUE}, the source of this host's distribution.")
  private String recipe = "distro";

  @Mixin private LengthOptions length = new LengthOptions();

  @Option(
      names = "--config",
      paramLabel = "CONFIG",
      description = "minimal, running, defconfig or a file. Default: the recipe's.")
  private @Nullable String config;

  @Option(
      names = "--fragment",
      paramLabel = "FILE",
      description = "Options to lay over the configuration; each must take effect.")
  private List<Path> fragments = new ArrayList<>();

  @Option(
      names = "--target",
      paramLabel = "TARGET",
      description = "Also make packages: bindeb-pkg, binrpm-pkg, tar-pkg.")
  private List<String> targets = new ArrayList<>();

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      description = "Where everything goes. Default: ./twlen-RECIPE-Ns.")
  private @Nullable Path output;

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      description =
          "How many compilers at once. Default: one a processor; with distcc, as many as its hosts take.")
  private @Nullable Integer jobs;

  @Option(
      names = "--launcher",
      paramLabel = LauncherName.LABEL,
      defaultValue = LauncherName.AUTO,
      converter = LauncherName.class,
      description =
          "What starts the compiler: a cache, or a farm as you have set it up. Default: ccache where it is installed.")
  private String launcher = LauncherName.AUTO;

  @Mixin private SourceOptions source = new SourceOptions();

  @Option(names = "--install", description = "Install missing tools, after saying the command.")
  private boolean install;

  /** What the guest is to do; {@code build} has none. */
  record Guest(boolean verify, boolean baseline, int memoryMiB) {}

  /** Checks everything, and says what is to be done. */
  RebuildOrder order(Context context, CommonOptions common, Guest guest, List<String> commandLine) {
    RecipeBook book = common.book(context);
    Recipe read = source.recipe(recipe, book);
    BuildSpec.Make make = make(read);
    OutputFolder folder =
        output == null
            ? OutputFolder.usual(read.name(), length.seconds.seconds())
            : new OutputFolder(output.toAbsolutePath().normalize());
    return new RebuildOrder(
        read,
        length.seconds,
        length.finTimeout,
        Templates.of(book, length.finTimeout),
        ConfigBase.parse(config == null ? make.config() : config),
        fragments(book, make),
        packageTargets(make),
        guest.verify(),
        guest.baseline(),
        jobs == null ? 0 : positive("--jobs", jobs),
        launcher,
        positive("--memory", guest.memoryMiB()),
        folder,
        source.order(read, book),
        install,
        commandLine,
        Twlen.Version.number());
  }

  private BuildSpec.Make make(Recipe read) {
    if (read.build() instanceof BuildSpec.Make make) {
      return make;
    }
    throw wrong(
        read.name()
            + " is built by rpmbuild, which this version does not do; `twlen patch "
            + read.name()
            + " --dry-run` shows what would change");
  }

  private List<ConfigFragment> fragments(RecipeBook book, BuildSpec.Make make) {
    List<ConfigFragment> all = new ArrayList<>();
    for (String name : make.fragments()) {
      all.add(ConfigFragment.parse(name, book.text("recipes/configs/" + name)));
    }
    for (Path file : fragments) {
      all.add(ConfigFragment.read(file));
    }
    return all;
  }

  private List<String> packageTargets(BuildSpec.Make make) {
    List<String> all = new ArrayList<>(make.targets());
    all.addAll(targets);
    for (String target : all) {
      if (!TARGETS.contains(target)) {
        throw wrong("'" + target + "' is not a target; there are " + String.join(", ", TARGETS));
      }
    }
    return all.stream().filter(t -> !t.equals("bzImage")).distinct().toList();
  }

  private int positive(String option, int number) {
    if (number < 1) {
      throw wrong(option + " takes a number from 1");
    }
    return number;
  }

  private RuntimeException wrong(String message) {
    return spec == null
        ? new IllegalStateException(message)
        : new picocli.CommandLine.ParameterException(spec.commandLine(), message);
  }
}
