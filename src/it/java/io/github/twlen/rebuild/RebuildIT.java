// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.twlen.MissingDependencyFailure;
import io.github.twlen.build.BuildPlan;
import io.github.twlen.build.config.ConfigBase;
import io.github.twlen.build.config.ConfigPlan;
import io.github.twlen.build.config.ConfigTables;
import io.github.twlen.build.config.RemedyPlan;
import io.github.twlen.build.environment.HostEnvironment;
import io.github.twlen.host.RunPlan;
import io.github.twlen.patch.FinTimeout;
import io.github.twlen.patch.LengthPatch;
import io.github.twlen.patch.PatchTemplate;
import io.github.twlen.process.Command;
import io.github.twlen.process.CommandRunner;
import io.github.twlen.process.TestRun;
import io.github.twlen.recipe.BuildSpec;
import io.github.twlen.recipe.Recipe;
import io.github.twlen.recipe.SampleArchitectures;
import io.github.twlen.recipe.SourceSpec;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.recipe.reader.RecipeBook;
import io.github.twlen.report.Report;
import io.github.twlen.source.FetchRequest;
import io.github.twlen.verify.guest.GuestRequest;
import io.github.twlen.workspace.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rebuilds the toy kernel without a guest, and checks each end of a run. */
class RebuildIT {
  private static final Path TOY = Path.of("src/test/fakelinux");
  private static final String HEADER = "include/net/tcp.h";
  private static final RecipeBook BOOK = new RecipeBook(List.of());

  @TempDir private Path folder;
  private Path tree = Path.of("");
  private Runnable hostCheck = () -> {};

  @BeforeEach
  void copyToy() throws IOException {
    tree = folder.resolve("toy");
    try (Stream<Path> all = Files.walk(TOY)) {
      for (Path from : all.toList()) {
        Files.copy(from, tree.resolve(TOY.relativize(from).toString()));
      }
    }
  }

  private RebuildRequest request(int seconds) {
    SourceSpec source = new SourceSpec.Tree(tree);
    ConfigPlan config =
        new ConfigPlan(
            ConfigBase.parse("minimal"),
            false,
            List.of(),
            List.of(),
            false,
            new ConfigTables(BOOK::packed, SampleArchitectures.X86_64));
    RunPlan run =
        new RunPlan(
            new Recipe(
                "toy",
                "a toy",
                Optional.empty(),
                source,
                new BuildSpec.Make("auto", List.of(), List.of()),
                Optional.empty(),
                Recipe.Tried.NONE,
                "test"),
            new BuildPlan.ByMake(config, List.of(), false),
            2,
            "none",
            new HostEnvironment(),
            RemedyPlan.NONE,
            new GuestRequest.None(),
            folder.resolve("out"),
            new FetchRequest("toy", source, true, false, Map.of(), BOOK::packed));
    String template = "patches/" + FinTimeout.FOLLOW.templateName();
    return new RebuildRequest(
        run,
        new LengthPatch.Constant(
            PatchTemplate.parse(template, BOOK.bytes(template)),
            new TimewaitLength(seconds),
            FinTimeout.FOLLOW),
        false,
        false,
        new ProgramCall(List.of("twlen", "build", "toy"), "1", Locale.ROOT));
  }

  private Report rebuild(int seconds) {
    return new Rebuild(request(seconds), TestRun.in(folder.resolve("cache")), hostCheck).call();
  }

  private JsonNode report() throws IOException {
    return new ObjectMapper().readTree(folder.resolve("out/report.json").toFile());
  }

  private JsonNode failedReport(int exitCode) throws IOException {
    Throwable thrown = catchThrowable(() -> rebuild(15));
    assertThat(thrown).isNotNull();
    JsonNode report = report();
    assertThat(report.path("outcome").asText()).isEqualTo("failed");
    assertThat(report.path("exitCode").asInt()).isEqualTo(exitCode);
    assertThat(report.at("/failure/what").asText()).isEqualTo(thrown.getMessage());
    assertThat(report.has("build")).isFalse();
    return report;
  }

  private void edit(String file, String before, String after) throws IOException {
    String text = Files.readString(tree.resolve(file));
    assertThat(text).contains(before);
    Files.writeString(tree.resolve(file), text.replace(before, after));
  }

  private static List<String> stages(JsonNode report) {
    return report.path("stages").findValuesAsText("name");
  }

  @Test
  void buildsAndReportsAKernel() throws IOException {
    assertThat(rebuild(15).outcome()).isEqualTo(Report.Outcome.BUILT);
    JsonNode report = report();
    assertThat(stages(report)).containsExactly("fetch toy", "patch", "unpack", "build with 15 s");
    assertThat(report.at("/source/kind").asText()).isEqualTo("tree");
    assertThat(report.at("/patch/presentSeconds").asInt()).isEqualTo(60);
    assertThat(report.at("/build/release").asText()).isEqualTo("6.1.7-tw15");
    assertThat(report.at("/build/artifacts").findValuesAsText("path"))
        .containsExactly("bzImage", "config");
    Path out = folder.resolve("out");
    assertThat(out.resolve("build.log")).isNotEmptyFile();
    assertThat(out.resolve("tcp-timewait-15s.patch")).content().contains("(15*HZ)");
    assertThat(Digests.sha256(out.resolve("bzImage")))
        .isEqualTo(report.at("/build/artifacts/0/sha256").asText());
    assertThat(tree.resolve(HEADER)).content().contains("(60*HZ)");
  }

  @Test
  void buildsAgainFromTheCachedTree() throws IOException {
    rebuild(15);
    assertThat(rebuild(30).outcome()).isEqualTo(Report.Outcome.BUILT);
    assertThat(report().at("/build/release").asText()).isEqualTo("6.1.7-tw30");
    assertThat(report().at("/build/filesCompiled").asInt()).isEqualTo(3);
  }

  @Test
  void buildsASourceThatHasTheLengthAlready() throws IOException {
    assertThat(rebuild(60).outcome()).isEqualTo(Report.Outcome.BUILT);
    assertThat(report().at("/patch/diff").asText()).isEmpty();
    assertThat(report().at("/build/release").asText()).isEqualTo("6.1.7-tw60");
  }

  @Test
  void leavesEvidenceOfTheProducts() throws IOException {
    rebuild(15);
    Path out = folder.resolve("out");
    List<String> sums =
        sums(out, report().at("/build/artifacts").findValuesAsText("path").toArray(String[]::new));
    JsonNode statement = new ObjectMapper().readTree(out.resolve("provenance.json").toFile());
    assertThat(lines(statement.get("subject"), "/digest/sha256")).isEqualTo(sums);
    assertThat(statement.at("/predicate/runDetails/metadata/invocationId"))
        .isEqualTo(report().at("/run/id"));
    JsonNode patch = statement.at("/predicate/buildDefinition/resolvedDependencies/1");
    assertThat(lines(List.of(patch), "/digest/sha256"))
        .isEqualTo(sums(out, "tcp-timewait-15s.patch"));
    JsonNode bill = new ObjectMapper().readTree(out.resolve("kernel.cdx.json").toFile());
    assertThat(lines(bill.get("components"), "/hashes/0/content")).isEqualTo(sums);
    assertThat(bill.at("/metadata/component/version").asText()).isEqualTo("6.1.7-tw15");
    assertThat(bill.at("/metadata/component/pedigree/patches/0/diff/text/content").asText())
        .isEqualTo(Files.readString(out.resolve("tcp-timewait-15s.patch")));
    assertThat(statement + "" + bill).doesNotContain(folder.toString());
  }

  @Test
  void removesTheEvidenceOfAnEarlierRun() throws IOException {
    rebuild(15);
    Files.delete(tree.resolve("Makefile"));
    failedReport(10);
    assertThat(folder.resolve("out/provenance.json")).doesNotExist();
    assertThat(folder.resolve("out/kernel.cdx.json")).doesNotExist();
  }

  private static List<String> sums(Path folder, String... names) {
    Command command = Command.of("sha256sum").with(List.of(names)).in(folder);
    return new CommandRunner().run(command).output();
  }

  /** Returns files with a checksum as sha256sum prints them. */
  private static List<String> lines(Iterable<JsonNode> files, String checksum) {
    return StreamSupport.stream(files.spliterator(), false)
        .map(file -> file.at(checksum).asText() + "  " + file.get("name").asText())
        .toList();
  }

  @Test
  void reportsAFailedHostCheck() throws IOException {
    hostCheck =
        () -> {
          throw new MissingDependencyFailure("no disk", "free some", null);
        };
    assertThat(stages(failedReport(3))).isEmpty();
  }

  @Test
  void reportsAMissingSource() throws IOException {
    Files.delete(tree.resolve("Makefile"));
    JsonNode report = failedReport(10);
    assertThat(stages(report)).containsExactly("fetch toy");
    assertThat(report.has("source")).isFalse();
  }

  @Test
  void reportsAPatchThatDoesNotFit() throws IOException {
    edit(HEADER, "(60*HZ)", "tcp_default_timewait()");
    JsonNode report = failedReport(11);
    assertThat(stages(report)).last().isEqualTo("patch");
    assertThat(report.has("source")).isTrue();
    assertThat(report.has("patch")).isFalse();
  }

  @Test
  void reportsACompilerError() throws IOException {
    Files.writeString(tree.resolve("net/ipv4/tcp.c"), "#error not C\n");
    JsonNode report = failedReport(12);
    assertThat(stages(report)).last().isEqualTo("build with 15 s");
    assertThat(report.at("/patch/wantedSeconds").asInt()).isEqualTo(15);
    assertThat(folder.resolve("out/build.log")).content().contains("not C");
  }
}
