// SPDX-License-Identifier: Apache-2.0
package io.github.twlen;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.workspace.WorkspaceFailure;
import org.junit.jupiter.api.Test;

class ExitCodeTest {
  @Test
  void reportsLowMemoryAsAHostProblem() {
    assertThat(ExitCode.of(new OutOfMemoryError())).isEqualTo(ExitCode.HOST);
    assertThat(ErrorMessage.of(new OutOfMemoryError()).what()).contains("out of memory");
  }

  @Test
  void treatsUnknownExceptionsAsInternalErrors() {
    assertThat(ExitCode.of(new IllegalStateException())).isEqualTo(ExitCode.FAULT);
    assertThat(ExitCode.of(new WorkspaceFailure("full", "make room", null)))
        .isEqualTo(ExitCode.HOST);
  }
}
