// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the arrows between the rooms of the house. */
class ArchitectureTest {
  private static final String ROOT = "io.github.twlen";
  private static final List<String> SIBLINGS =
      List.of("report", "verify", "survey", "build", "patch", "source");
  private static final List<String> GROUND = List.of("archive", "process", "workspace");

  private static final JavaClasses PROGRAM =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void nobodyKnowsTheTerminal() {
    noClasses()
        .that()
        .resideOutsideOfPackage(room("cli"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(room("cli"))
        .check(PROGRAM);
  }

  @Test
  void onlyTheTerminalKnowsTheOrderOfThings() {
    noClasses()
        .that()
        .resideOutsideOfPackages(room("cli"), room("rebuild"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(room("rebuild"))
        .check(PROGRAM);
  }

  @Test
  void roomsOnOneFloorDoNotKnowEachOther() {
    for (String room : SIBLINGS) {
      String[] others =
          SIBLINGS.stream()
              .filter(o -> !o.equals(room))
              .map(ArchitectureTest::room)
              .toArray(String[]::new);
      noClasses()
          .that()
          .resideInAPackage(room(room))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(others)
          .check(PROGRAM);
    }
  }

  @Test
  void onlyTheTerminalAsksForASurvey() {
    noClasses()
        .that()
        .resideOutsideOfPackages(room("cli"), room("survey"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(room("survey"))
        .check(PROGRAM);
  }

  @Test
  void thePatchKnowsOnlyTheRecipe() {
    classes()
        .that()
        .resideInAPackage(room("patch"))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(room("patch"), room("recipe"), ROOT, "java..", "org.jspecify..")
        .check(PROGRAM);
  }

  @Test
  void theGroundFloorKnowsNobodyAbove() {
    String[] above =
        Stream.concat(SIBLINGS.stream(), Stream.of("cli", "rebuild", "recipe"))
            .map(ArchitectureTest::room)
            .toArray(String[]::new);
    for (String room : GROUND) {
      noClasses()
          .that()
          .resideInAPackage(room(room))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(above)
          .check(PROGRAM);
    }
  }

  @Test
  void recipesArePlainValues() {
    classes()
        .that()
        .resideInAPackage(room("recipe"))
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(room("recipe"), ROOT, "java..", "org.jspecify..", "org.snakeyaml..")
        .check(PROGRAM);
  }

  @Test
  void thereIsOneDoorToProcesses() {
    noClasses()
        .that()
        .resideOutsideOfPackage(room("process"))
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.ProcessBuilder")
        .check(PROGRAM);
  }

  @Test
  void thereAreNoCycles() {
    slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(PROGRAM);
  }

  private static String room(String name) {
    return ROOT + "." + name + "..";
  }
}
