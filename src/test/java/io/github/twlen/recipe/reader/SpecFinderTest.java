// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.recipe.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.twlen.recipe.BuildSpec;
import io.github.twlen.recipe.Recipe;
import io.github.twlen.recipe.RecipeFailure;
import io.github.twlen.recipe.SourceSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpecFinderTest {
  @TempDir Path folder;

  private Recipe find(Path named) {
    return new RecipeBook(List.of()).find(named.toString());
  }

  private Path spec(String name) throws IOException {
    Path spec = folder.resolve(name);
    Files.createDirectories(spec.resolveSibling(""));
    return Files.writeString(spec, "Name: kernel\n");
  }

  @Test
  void takesASpecFile() throws IOException {
    Path spec = spec("kernel-ml.spec");
    Recipe recipe = find(spec);
    assertThat(recipe.name()).isEqualTo("kernel-ml");
    assertThat(recipe.source()).isEqualTo(new SourceSpec.Spec(spec));
    assertThat(recipe.build()).isEqualTo(BuildSpec.Rpm.DEFAULT);
  }

  @Test
  void findsTheSpecOfAWorkTree() throws IOException {
    Path pair = spec("SPECS/kernel.spec");
    assertThat(find(folder).source()).isEqualTo(new SourceSpec.Spec(pair));
    Path other = spec("kernel-rt.spec");
    assertThat(find(folder).source()).isEqualTo(new SourceSpec.Spec(other));
    spec("haoc-kernel.spec");
    assertThatThrownBy(() -> find(folder))
        .isInstanceOf(RecipeFailure.class)
        .hasMessageContaining("haoc-kernel.spec, kernel-rt.spec");
    Path usual = spec("kernel.spec");
    assertThat(find(folder).source()).isEqualTo(new SourceSpec.Spec(usual));
  }

  @Test
  void takesAKernelTreeAsATree() throws IOException {
    assertThat(find(folder).source()).isEqualTo(new SourceSpec.Tree(folder));
    spec("kernel.spec");
    Files.createDirectories(folder.resolve("include/net"));
    Files.writeString(folder.resolve("include/net/tcp.h"), "");
    assertThat(find(folder).source()).isEqualTo(new SourceSpec.Tree(folder));
  }
}
