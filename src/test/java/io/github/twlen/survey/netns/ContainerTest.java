// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.netns;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContainerTest {
  private static final String ID =
      "0a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f9";
  private static final String UID = "5e4f3a2b-1c0d-4e9f-8a7b-6c5d4e3f2a1b";

  @ParameterizedTest
  @CsvSource({
    "'0::/system.slice/docker-ID.scope', docker, ID, ''",
    "'4:memory:/docker/ID', docker, ID, ''",
    "'9:cpu,cpuacct:/docker/0123456789abcdef/docker/ID', docker, ID, ''",
    "'0::/machine.slice/libpod-ID.scope/container', podman, ID, ''",
    "'0::/user.slice/user-1000.slice/user@1000.service/user.slice/libpod-ID.scope', podman, ID, ''",
    "'2:pids:/libpod_parent/libpod-ID', podman, ID, ''",
    "'0::/kubepods.slice/kubepods-besteffort.slice/kubepods-besteffort-podUID_.slice/"
        + "cri-containerd-ID.scope', containerd, ID, UID",
    "'0::/kubelet.slice/kubelet-kubepods.slice/kubelet-kubepods-podUID_.slice/"
        + "cri-containerd-ID.scope', containerd, ID, UID",
    "'7:blkio:/kubepods/burstable/podUID/ID', containerd, ID, UID",
    "'7:blkio:/kubepods/podUID/ID', containerd, ID, UID",
    "'0::/kubepods.slice/kubepods-podUID_.slice/crio-ID.scope', cri-o, ID, UID",
    "'0::/kubepods.slice/kubepods-podUID_.slice/docker-ID.scope', docker, ID, UID",
    "'5:cpuset:/system.slice/containerd.service/kubepods-podUID_.slice:cri-containerd:ID',"
        + " containerd, ID, UID",
    "'0::/ecs/0123456789abcdef0123456789abcdef/0123456789abcdef0123456789abcdef-42', ecs,"
        + " 0123456789abcdef0123456789abcdef-42, ''",
    "'0::/system.slice/systemd-nspawn@web.service/payload', nspawn, web, ''",
    "'1:name=systemd:/machine.slice/machine-my\\x2dbox.scope', nspawn, 'my\\x2dbox', ''",
    "'0::/lxc.payload.db1/init.scope', lxc, db1, ''",
    "'3:devices:/lxc/db1', lxc, db1, ''",
    "'0::/system.slice/isolated.service', systemd, isolated.service, ''",
    "'0::/user.slice/user-0.slice/session-1.scope', '', '', ''",
    "'0::/', '', '', ''"
  })
  void findsTheContainerInACgroup(String line, String runtime, String id, String pod) {
    String full = line.replace("UID_", UID.replace('-', '_')).replace("UID", UID);
    Container found =
        Container.of(List.of(full.replace("ID", ID))).orElse(new Container("", "", null));
    assertThat(found.runtime()).isEqualTo(runtime);
    assertThat(found.id()).isEqualTo(id.replace("ID", ID));
    assertThat(found.pod() == null ? "" : found.pod()).isEqualTo(pod.replace("UID", UID));
  }

  @Test
  void prefersTheRuntimeToTheUnitOfAnotherHierarchy() {
    List<String> lines =
        List.of("1:name=systemd:/system.slice/docker.service", "4:memory:/docker/" + ID);
    assertThat(Container.of(lines)).contains(new Container("docker", ID, null));
    assertThat(Container.of(lines).orElseThrow().shortId()).isEqualTo("0a1b2c3d4e5f");
  }

  @Test
  void replacesControlCharactersInNames() {
    assertThat(Container.of(List.of("0::/lxc/a\u001b[2Jb")).orElseThrow().id()).isEqualTo("a?[2Jb");
  }
}
