// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the dependencies between the packages. */
class ArchitectureTest {
  private static final String ROOT = "io.github.twlen";
  private static final int LARGEST_PACKAGE = 25;

  /** The packages that each package may use, besides the root package. */
  private static final Map<String, Set<String>> ARROWS =
      Map.ofEntries(
          Map.entry("archive", Set.of("process", "workspace")),
          Map.entry("process", Set.of("workspace")),
          Map.entry("workspace", Set.of()),
          Map.entry("recipe", Set.of()),
          Map.entry("patch", Set.of("recipe")),
          Map.entry("source", Set.of("recipe", "archive", "process", "workspace")),
          Map.entry("build", Set.of("recipe", "archive", "process", "workspace")),
          Map.entry("verify", Set.of("recipe", "archive", "process", "workspace")),
          Map.entry("survey", Set.of("recipe", "process", "workspace")),
          Map.entry(
              "report",
              Set.of("verify", "build", "patch", "source", "recipe", "process", "workspace")),
          Map.entry(
              "host",
              Set.of("build", "source", "verify", "recipe", "archive", "process", "workspace")),
          Map.entry(
              "rebuild",
              Set.of(
                  "report",
                  "host",
                  "verify",
                  "build",
                  "patch",
                  "source",
                  "recipe",
                  "archive",
                  "process",
                  "workspace")),
          Map.entry(
              "cli",
              Set.of(
                  "rebuild",
                  "report",
                  "host",
                  "survey",
                  "verify",
                  "build",
                  "patch",
                  "source",
                  "recipe",
                  "archive",
                  "process",
                  "workspace")));

  private static final JavaClasses PROGRAM =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  static Set<String> packages() {
    return PROGRAM.stream()
        .map(type -> type.getPackageName().substring(ROOT.length()))
        .filter(name -> !name.isEmpty())
        .map(name -> name.substring(1).split("\\.")[0])
        .collect(Collectors.toSet());
  }

  @ParameterizedTest
  @MethodSource("packages")
  void usesOnlyPackagesBelowIt(String name) {
    String[] forbidden =
        packages().stream()
            .filter(
                other ->
                    !other.equals(name) && !ARROWS.getOrDefault(name, Set.of()).contains(other))
            .map(ArchitectureTest::room)
            .toArray(String[]::new);
    if (forbidden.length > 0) {
      noClasses()
          .that()
          .resideInAPackage(room(name))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(forbidden)
          .check(PROGRAM);
    }
  }

  @Test
  void listsAllPackages() {
    assertThat(packages()).hasSizeGreaterThan(10).isEqualTo(ARROWS.keySet());
  }

  @Test
  void keepsPatchFreeOfLibrariesAndFiles() {
    classes()
        .that()
        .resideInAPackage(room("patch"))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(room("patch"), room("recipe"), ROOT, "java..", "org.jspecify..")
        .check(PROGRAM);
  }

  @Test
  void keepsRecipesToTheYamlParser() {
    classes()
        .that()
        .resideInAPackage(room("recipe"))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(room("recipe"), ROOT, "java..", "org.jspecify..", "org.snakeyaml..")
        .check(PROGRAM);
  }

  @Test
  void startsProgramsInProcessOnly() {
    noClasses()
        .that()
        .resideOutsideOfPackage(room("process"))
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.ProcessBuilder")
        .check(PROGRAM);
  }

  @Test
  void hasNoCycles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(PROGRAM);
  }

  @Test
  void limitsTheFilesOfAPackage() {
    Map<String, Long> files =
        PROGRAM.stream()
            .filter(type -> type.isTopLevelClass() || type.getSimpleName().equals("package-info"))
            .map(JavaClass::getPackageName)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    assertThat(files)
        .isNotEmpty()
        .allSatisfy(
            (name, count) -> assertThat(count).as(name).isLessThanOrEqualTo(LARGEST_PACKAGE));
  }

  private static String room(String name) {
    return ROOT + "." + name + "..";
  }
}
