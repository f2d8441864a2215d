// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.netns;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.twlen.Messages;
import io.github.twlen.survey.Survey;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class NamespaceListTest {
  private static final Messages ENGLISH = Messages.of(Survey.class, Locale.ROOT);

  private static NamespaceList list(String lines) {
    return NamespaceList.of(lines.lines().toList());
  }

  @Test
  void readsContainersAndNames() {
    NamespaceList list =
        list(
            """
            root
            mount 4026532300 /run/netns/blue\\040net
            mount 4026532301 /run/docker/netns/0f
            self 4026531910 4026531840
            space 71 4026532200 2
            command 71 1200 pause
            cgroup 71 1200 0::/kubepods.slice
            table 71 3 1 2 0100000A 0900000A:1538
            range 71 20000 20003
            space 72 4026532301 1
            command 72 900 nginx
            cgroup 72 900 0::/docker/0123456789abcdef
            table 72 9 0 4 0000000000000000000000000000 B80D0120000000000000000001000000:01BB
            pid 71 1200
            pid 71 1201
            command 71 1201 my app
            pid 72 900
            table -4026532300 0 0 0 - -
            end
            """);
    assertThat(list.isComplete()).isTrue();
    assertThat(list.others())
        .extracting(space -> space.owner(ENGLISH) + ": " + space.load(ENGLISH))
        .containsExactly(
            "pid 1201 (my app): 3 sockets, 1 in TIME_WAIT; 2 of 4 ports (50%) in use to"
                + " 10.0.0.9:5432",
            "/run/docker/netns/0f, docker 0123456789abcdef, pid 900 (nginx): 9 sockets, 0 in"
                + " TIME_WAIT; 4 ports in use to [2001:db8::1]:443, range unknown (<1% of the"
                + " default one)",
            "blue net: 0 sockets, 0 in TIME_WAIT");
    assertThat(list.named("blue net").orElseThrow().files()).containsExactly("/run/netns/blue net");
    assertThat(list.ofProcess(1200).key()).isEqualTo("71");
    assertThat(list.ofProcess(5).key()).isEqualTo("self");
    assertThat(list.named("net")).isEmpty();
  }

  /** After a wrap of the pids, a health check in a container may have the lowest one. */
  @Test
  void namesTheOldestProcess() {
    NamespaceList list =
        list(
            """
            self 5 4026531840
            space 71 4026532200 3
            start 71 30907 100
            command 71 30907 pause
            command 71 10759\s
            start 71 10760 7000
            command 71 10760 curl
            start 71 31000 200
            command 71 31000 nginx
            end
            """);
    assertThat(list.others())
        .extracting(space -> space.owner(ENGLISH))
        .containsExactly("pid 31000 (nginx)");
  }

  /** Without root, the inodes of other users' namespaces are unknown, and no name is matched. */
  @Test
  void readsTheListOfAnotherUser() {
    NamespaceList list =
        list("mount 4026532300 /run/netns/a\nself 5 4026531840\nspace 6  1\ncommand 6 9 x\nend\n");
    assertThat(list.isRoot()).isFalse();
    assertThat(list.others())
        .extracting(NetNamespace::inode)
        .containsExactlyInAnyOrder(4026532300L, null);
  }

  @Test
  void toleratesHostileLines() {
    NamespaceList list =
        list(
            """
            self
            space
            space x y z
            command 1
            pid 1 -4
            table 1 a b c d e
            range 1 9 3
            range 1 1 70000
            mount 1
            mount 2 \\777
            cgroup 1 2

            command 1 2 a\u001bb
            space 99999999999999999999 1 1
            """);
    assertThat(list.isComplete()).isFalse();
    assertThat(list.others()).extracting(NetNamespace::command).contains("a?b");
  }

  @Test
  void isIncompleteWithoutAnEnd() {
    assertThat(NamespaceList.of(List.of()).isComplete()).isFalse();
    assertThat(list("self 5 6\n").isComplete()).isFalse();
  }
}
