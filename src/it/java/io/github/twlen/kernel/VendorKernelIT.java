// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.kernel;

import static io.github.twlen.fixture.SharedKernels.FOLDER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.twlen.DebianKernelIT;
import io.github.twlen.VagrantRejectsIT;
import io.github.twlen.archive.rpm.RpmPackage;
import io.github.twlen.build.environment.ContainerBox;
import io.github.twlen.fixture.ExclusiveLock;
import io.github.twlen.fixture.SharedKernels;
import io.github.twlen.fixture.TwlenProgram;
import io.github.twlen.manual.Manual;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A real {@code rpmbuild -bb} in el7's idiom, in a container: Debian's kernel tarball in a source
 * RPM, its kernel booted and measured. {@link VagrantRejectsIT} has el9's, on this host. Both
 * compile after {@link DebianKernelIT}, which starts first, has filled the compiler cache.
 */
@Tag("e2e")
@ExtendWith(ContainerBox.Maker.class)
class VendorKernelIT {
  private final ContainerBox box;
  private final TwlenProgram twlen;

  VendorKernelIT(ContainerBox box) {
    this.box = box;
    this.twlen = SharedKernels.twlen().with("CONTAINERS_CONF", box.settings().toString());
  }

  @Test
  void verifiesKernelOfSourcePackage() throws Exception {
    SharedKernels.VendorPackage source =
        SharedKernels.packed("el7", Files.readString(Path.of(SharedKernels.initramfsOnly())));
    String output = "twlen-rpm-el7";
    List<String> words =
        Manual.words("README.md", "twlen rebuild kernel-6.1.192-70.1.1.el9.src.rpm");
    words.set(1, source.rpm().toString());
    words.addAll(List.of("-o", output, "--install", "--launcher", "ccache"));
    words.addAll(List.of("--in", "container", "--image", box.image()));
    CompletableFuture<TwlenProgram.Result> run;
    try (ExclusiveLock compilation = SharedKernels.compilation()) {
      run = SharedKernels.compiling(twlen, output, words);
    }
    TwlenProgram.Result result = run.join();
    assertThat(result.exit()).as(result.all()).isZero();

    JsonNode report = SharedKernels.report(output);
    String nvr = source.version() + "-1160.1.1.el7.tw15";
    assertThat(report.at("/outcome").asText()).isEqualTo("verified");
    assertThat(report.at("/measurements/patched/release").asText()).isEqualTo(nvr + ".x86_64");
    assertThat(report.at("/measurements/patched/lifetime/medianSeconds").asDouble())
        .isBetween(15.0, 15.5);
    assertThat(report.at("/checks").toString()).contains("read after %prep and in kernel-devel");
    assertThat(report.at("/build/installation/install").toString())
        .contains("sh kernel-install.sh install " + nvr + ".x86_64 kernel-" + nvr + ".x86_64.rpm");
    RpmPackage made =
        RpmPackage.open(FOLDER.resolve(output).resolve("kernel-devel-" + nvr + ".x86_64.rpm"));
    assertThat(made.content(path -> path.endsWith("/include/net/tcp.h")).orElseThrow())
        .asString(StandardCharsets.ISO_8859_1)
        .contains("#define TCP_TIMEWAIT_LEN (15*HZ)");
    try (Stream<Path> left = Files.list(FOLDER.resolve("cache/twlen/packaging"))) {
      // Another test may be packing el9's meanwhile.
      assertThat(left.map(Path::getFileName).map(String::valueOf))
          .noneMatch(name -> name.contains("el7"));
    }
  }
}
