// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.rebuild.outdated;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.ExitCode;
import io.github.twlen.Message;
import io.github.twlen.rebuild.outdated.Freshness.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reads names of kernels, and compares them with the newest. */
class FreshnessTest {
  @ParameterizedTest
  @CsvSource({
    "5.14.0-427.tw15.el9.x86_64,      tw15,  5.14.0-427.el9,      true",
    "3.10.0-1160.el7.twctl.x86_64,    twctl, 3.10.0-1160.el7,     true",
    "5.4.278-1.el8.elrepo.x86_64,     '',    5.4.278-1.el8.elrepo, true",
    "5.14.0-427.tw15.el9.x86_64+rt,   tw15,  5.14.0-427.el9,      true",
    "6.1.192-tw15,                    tw15,  6.1.192,             false",
    "6.1.0-50-amd64,                  '',    6.1.0-50-amd64,      false",
    "6.1.192-tw15x,                   '',    6.1.192-tw15x,       false",
    "6.1.192-tw9999999,               '',    6.1.192-tw9999999,   false",
  })
  void stripsTheBuildFromTheName(String release, String suffix, String version, boolean exact) {
    KernelName name = KernelName.of(release, "", "");
    assertThat(name.suffix().orElse("")).isEqualTo(suffix);
    assertThat(name.version()).isEqualTo(version);
    assertThat(name.exact()).isEqualTo(exact);
  }

  @ParameterizedTest
  @CsvSource({
    "5.14.0-99.tw15.el9.x86_64,  RPM,  5.14.0-100.1.el9,     true,  OUTDATED",
    "5.14.0-99.tw15.el9.x86_64,  RPM,  5.14.0-99.el9,        true,  CURRENT",
    "5.14.0-99.tw15.el9.x86_64,  RPM,  5.14.0-98.el9,        true,  CURRENT",
    "5.14.0-99.tw15.el9.x86_64,  RPM,  4.18.0-98.el8,        true,  OTHER_SERIES",
    "6.1.192-tw15,               DPKG, 6.1.193-1,            true,  OUTDATED",
    "6.1.192-tw15,               DPKG, 6.1.192-1,            true,  CURRENT",
    "6.1.192-tw15,               DPKG, 6.1.192-3,            true,  NO_RELEASE",
    "6.1.192-tw15,               DPKG, 6.1.192-1,            false, OLD_INDEX",
    "6.12.30-tw15,               DPKG, 6.12.30,              true,  CURRENT",
  })
  void comparesWithTheNewest(
      String release, VersionRules rules, String newest, boolean recent, State state) {
    assertThat(
            Freshness.compare(
                KernelName.of(release, "", ""),
                new VendorNewest(newest, Message.verbatim("dnf"), "kernel", rules, recent)))
        .isEqualTo(state);
  }

  @Test
  void usesTheReleaseOfTheSource() {
    KernelName name = KernelName.of("6.1.192-tw15", "", "").builtFrom("6.1.192-2");
    VendorNewest newest =
        new VendorNewest("6.1.192-3", Message.verbatim("apt"), "l", VersionRules.DPKG, true);
    assertThat(Freshness.compare(name, newest)).isEqualTo(State.OUTDATED);
  }

  @Test
  void exitsWithTheCodeOfAPatchThatDoesNotFit() {
    KernelName name = KernelName.of("5.14.0-99.tw15.el9.x86_64", "", "");
    Freshness.VendorKernel newest =
        new Freshness.VendorKernel("5.14.0-100.el9", "kernel", Message.verbatim("dnf"));
    Freshness unfit =
        new Freshness("web1", name, newest, State.OUTDATED, Freshness.Patch.UNFIT, "no definition");
    assertThat(unfit.exitCode()).isEqualTo(ExitCode.PATCH);
    assertThat(unfit.problem().orElseThrow().what())
        .endsWith("is older than 5.14.0-100.el9, and the patch does not fit that: no definition");
    for (State state : State.values()) {
      Freshness other = new Freshness("web1", name, newest, state, Freshness.Patch.NOT_CHECKED, "");
      assertThat(other.problem().isEmpty()).isEqualTo(other.exitCode() == ExitCode.DONE);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "6.12.30-tw15,   '',          dnf has only older series,  recipe of its series",
    "6.12.30-generic, linux-image, dnf has only older series,  recipe of its series",
    "6.18.44-custom, '',          belongs to no package,      --recipe linux",
  })
  void saysWhereToLookForOtherSeries(String release, String owner, String what, String fix) {
    Freshness.VendorKernel newest =
        new Freshness.VendorKernel("5.14.0-100.el9", "kernel", Message.verbatim("dnf"));
    KernelName name = KernelName.of(release, owner, "");
    Freshness.Problem problem =
        new Freshness("web1", name, newest, State.OTHER_SERIES, Freshness.Patch.NOT_CHECKED, "")
            .problem()
            .orElseThrow();
    assertThat(problem.what()).contains(what);
    assertThat(problem.fix()).contains(fix);
  }

  @ParameterizedTest
  @CsvSource({
    "6.1.0-50-cloud-amd64,   linux-image-cloud-amd64",
    "6.12.48+deb13-amd64,    linux-image-amd64",
    "6.1.0-0.deb11.21-rt-arm64, linux-image-rt-arm64",
    "6.8.0-45-generic,       linux-image-generic",
    "6.1.192-tw15,           linux-source-6.1",
  })
  void knowsTheVendorsPackagesOfDebian(String release, String first) {
    assertThat(PackageTool.APT.groups(KernelName.of(release, "any", "")).get(0).get(0))
        .isEqualTo(first);
  }

  @ParameterizedTest
  @CsvSource({
    "5.14.0-427.el9.x86_64, kernel-core, kernel-core",
    "5.14.0-427.el9.x86_64, '', kernel-core",
    "6.1.9-1.el9.elrepo.x86_64, '', kernel-lt",
    "5.15.0-200.el9uek.x86_64, '', kernel-uek-core",
    "3.10.0-1160.rt56.el7.x86_64, '', kernel-rt-core",
  })
  void knowsTheVendorsPackagesOfCentos(String release, String owner, String first) {
    assertThat(PackageTool.RPM.groups(KernelName.of(release, owner, "")).get(0).get(0))
        .isEqualTo(first);
  }
}
