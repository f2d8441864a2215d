// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.twlen.ErrorMessage;
import io.github.twlen.TwlenFailure;
import io.github.twlen.workspace.WorkspaceFailure;
import org.junit.jupiter.api.Test;

class ExitCodeTest {
  @Test
  void everyFailureOfARoomHasACodeOfItsOwnChoosing() {
    for (JavaClass type : new ClassFileImporter().importPackages("io.github.twlen")) {
      if (type.isAssignableTo(TwlenFailure.class)
          && !type.getModifiers().contains(JavaModifier.ABSTRACT)) {
        assertThat(ExitCode.ofType(type.reflect())).as(type.getName()).isNotEqualTo(ExitCode.FAULT);
      }
    }
  }

  @Test
  void tooLittleMemoryIsToldAsSuch() {
    assertThat(ExitCode.of(new OutOfMemoryError())).isEqualTo(ExitCode.HOST);
    assertThat(ErrorMessage.of(new OutOfMemoryError()).what()).contains("not enough memory");
  }

  @Test
  void whatIsNotToldAsAFailureIsAFaultOfOurs() {
    assertThat(ExitCode.of(new IllegalStateException())).isEqualTo(ExitCode.FAULT);
    assertThat(ExitCode.of(new WorkspaceFailure("full", "make room", null)))
        .isEqualTo(ExitCode.HOST);
  }
}
