// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild.outdated;

import io.github.twlen.ExitCode;
import io.github.twlen.TwlenFailure;
import io.github.twlen.patch.LengthPatch;
import io.github.twlen.process.RunContext;
import io.github.twlen.rebuild.PatchStage;
import io.github.twlen.recipe.Recipe;
import io.github.twlen.recipe.RecipeFailure;
import io.github.twlen.recipe.SourceSpec;
import io.github.twlen.recipe.reader.RecipeBook;
import io.github.twlen.source.FetchRequest;
import io.github.twlen.source.SourceFailure;
import io.github.twlen.source.SourceFetcher;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Finds out whether a kernel is older than its vendor's newest, and whether the patch still fits.
 */
public final class OutdatedCheck {
  /**
   * What to compare.
   *
   * @param ssh the ssh command to the host, the host last; empty for this host
   * @param kernel a package or an output directory; empty for the running kernel of the host
   * @param recipe whose mirrors or package manager know the newest; empty for those of the host
   * @param offline whether only cached indexes and sources are used
   * @param patch makes the patch of a suffix such as {@code tw15}; empty to not check it
   * @param environment for proxies
   */
  public record Request(
      List<String> ssh,
      Optional<Path> kernel,
      Optional<String> recipe,
      boolean offline,
      Optional<Function<String, LengthPatch>> patch,
      Map<String, String> environment) {
    /** Copies the collections. */
    public Request {
      ssh = List.copyOf(ssh);
      environment = Map.copyOf(environment);
    }
  }

  private final Request request;
  private final RecipeBook book;
  private final RunContext context;

  public OutdatedCheck(Request request, RecipeBook book, RunContext context) {
    this.request = request;
    this.book = book;
    this.context = context;
  }

  /** A newest kernel, and its source. */
  private record Found(VendorNewest newest, SourceSpec source) {}

  /**
   * Compares.
   *
   * @throws SourceFailure when the vendor's kernels cannot be listed, or the source not fetched
   */
  public Freshness call() {
    Optional<GivenKernel> given = request.kernel().map(GivenKernel::read);
    AskedHost host =
        request.ssh().isEmpty()
            ? AskedHost.here(context.runner())
            : AskedHost.over(request.ssh(), context.runner());
    context.status("asking " + host.name());
    Repositories repositories =
        given
            .map(kernel -> new Repositories(host, kernel.tool(), request.offline()))
            .orElseGet(() -> Repositories.of(host, request.offline()));
    KernelName kernel = given.map(GivenKernel::name).orElseGet(repositories::running);
    Found found =
        request
            .recipe()
            .map(recipe -> ofRecipe(recipe, kernel))
            .orElseGet(() -> ofHost(repositories, kernel));
    VendorNewest newest = found.newest();
    Freshness.State state = Freshness.compare(kernel, newest);
    Optional<LengthPatch> patch =
        state == Freshness.State.OUTDATED
            ? request.patch().flatMap(make -> kernel.suffix().map(make))
            : Optional.empty();
    Optional<TwlenFailure> unfit = patch.flatMap(made -> unfit(made, found.source()));
    context.status("");
    return new Freshness(
        request.kernel().map(Path::toString).orElse(host.name()),
        kernel,
        new Freshness.VendorKernel(newest.version(), newest.packageName(), newest.place()),
        state,
        patch.isEmpty()
            ? Freshness.Patch.NOT_CHECKED
            : unfit.isEmpty() ? Freshness.Patch.FITS : Freshness.Patch.UNFIT,
        unfit.map(TwlenFailure::what).orElse(""));
  }

  private Found ofHost(Repositories repositories, KernelName kernel) {
    VendorNewest newest = repositories.newest(kernel);
    return new Found(
        newest,
        repositories.tool().equals(PackageTool.APT)
            ? new SourceSpec.Apt(newest.packageName())
            : new SourceSpec.Dnf(newest.packageName()));
  }

  private Found ofRecipe(String name, KernelName kernel) {
    Recipe recipe = book.find(name);
    AskedHost here = AskedHost.here(context.runner());
    SourceSpec source = recipe.source();
    if (source instanceof SourceSpec.Apt apt) {
      Repositories apts = new Repositories(here, PackageTool.APT, request.offline());
      return new Found(apts.newest(List.of(List.of(apt.packageName()))), source);
    }
    if (source instanceof SourceSpec.Dnf dnf) {
      Repositories dnfs = new Repositories(here, PackageTool.RPM, request.offline());
      return new Found(dnfs.newest(List.of(List.of(dnf.packageName()))), source);
    }
    if (source instanceof SourceSpec.Remote && recipe.kernel().isPresent() && !request.offline()) {
      Optional<String> version = Optional.of(kernel.version());
      SourceSpec.Remote remote =
          (SourceSpec.Remote) (isTarball(source) ? book.find(name, version).source() : source);
      VendorNewest newest =
          new MirrorListing(remote, request.environment(), context).newest(kernel.series(2));
      return new Found(newest, book.find(name, Optional.of(newest.version())).source());
    }
    if (request.offline()) {
      throw new SourceFailure(
          "cannot list the kernels of " + name + ": --offline is set", "remove --offline");
    }
    throw new RecipeFailure(
        "cannot list the kernels of " + name + ": it has no mirrors for several kernels",
        "pass a recipe such as rocky-9 or linux, or none to ask a host");
  }

  /** The directory of a tarball on a mirror may depend on its version. */
  private static boolean isTarball(SourceSpec source) {
    return source instanceof SourceSpec.Remote remote && remote.file().text().contains(".tar");
  }

  /** Fetches the newest source, and returns why the patch does not fit; empty if it does. */
  private Optional<TwlenFailure> unfit(LengthPatch patch, SourceSpec source) {
    FetchRequest fetch =
        new FetchRequest(
            request.recipe().map(name -> book.find(name).name()).orElse("distro"),
            source,
            request.offline(),
            false,
            request.environment(),
            book::packed);
    try {
      PatchStage stage = PatchStage.of(new SourceFetcher(fetch, context).call(), patch);
      stage.packaging(stage.call());
      return Optional.empty();
    } catch (TwlenFailure e) {
      if (e.exitCode() != ExitCode.PATCH) {
        throw e;
      }
      return Optional.of(e);
    }
  }
}
