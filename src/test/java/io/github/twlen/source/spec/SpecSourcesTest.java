// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.source.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SpecSourcesTest {
  private static List<String> order(String spec, String... names) {
    Map<String, Long> sizes = new HashMap<>();
    for (int i = 0; i < names.length; i++) {
      sizes.put(names[i], i + 1L);
    }
    return SpecSources.of(spec).inOrder(sizes);
  }

  @Test
  void followsTheOrderOfPrep() {
    String sources = "Source0: a.tar.xz\nSource1: b.tar.xz\nSource7: c.tgz\n%prep\n";
    String[] names = {"a.tar.xz", "b.tar.xz", "c.tgz"};
    assertThat(order(sources + "%setup -q\n", names)).startsWith("a.tar.xz", "b.tar.xz");
    assertThat(order(sources + "%setup -q -T -b 7 -n c\n", names)).startsWith("c.tgz", "a.tar.xz");
    assertThat(order(sources + "%autosetup -qT -a1\n", names)).startsWith("b.tar.xz");
    assertThat(order(sources + "%setup -a 1 -n Top\n", names)).startsWith("a.tar.xz", "b.tar.xz");
    for (String use : List.of("%{SOURCE7}", "%SOURCE7", "%{S:7}", "$RPM_SOURCE_DIR/c.tgz")) {
      String prep = "%setup -q -T -c\n# tar xf %{SOURCE1}\ntar xf " + use + "\ntar xf %{SOURCE0}\n";
      assertThat(order(sources + prep, names)).startsWith("c.tgz", "a.tar.xz");
    }
    assertThat(order(sources + "%build\ntar xf %{SOURCE7}\n", names)).startsWith("a.tar.xz");
  }

  @Test
  void expandsKnownMacros() {
    String spec =
        """
        Name: kernel
        Version: 6.6.0
        %define base linux-%{version}
        %global ext tar.gz
        Source: https://example.org/v6.x/%{base}.%{ext}
        Source: https://example.org/archive/v1.tar.gz#/%{name}-%{?pre}%VERSION.%ext
        Source: %{?with_tools:tools-%{version}.tar.gz}
        Source: 100%%.tar.gz
        """;
    assertThat(
            order(
                spec,
                "100%.tar.gz",
                "other.tar.gz",
                "tools-6.6.0.tar.gz",
                "kernel-6.6.0.tar.gz",
                "linux-6.6.0.tar.gz"))
        .containsExactly(
            "linux-6.6.0.tar.gz",
            "kernel-6.6.0.tar.gz",
            "tools-6.6.0.tar.gz",
            "other.tar.gz",
            "100%.tar.gz");
  }

  /** Of two values, a condition selects one. */
  @Test
  void matchesUnknownMacrosWithAnyText() {
    String spec =
        """
        %if 0
        %define v 1
        %else
        %define v 2
        %endif
        Source0: small.tar
        Source1: linux-%{v}-%(date).tar.xz
        Source2: %{lua: print("x")}.patch
        """;
    assertThat(order(spec, "linux-1-x.tar.xz", "linux-2-x.tar.xz", "small.tar", "linux-.tar.gz"))
        .containsExactly("small.tar", "linux-2-x.tar.xz", "linux-1-x.tar.xz", "linux-.tar.gz");
  }

  @Test
  void findsNamesOfTheSpec() {
    SpecSources sources =
        SpecSources.of(
            """
            Source0: linux-%{v}.tar.xz
            Patch5: %{name}-fix.patch
            Source: d/config
            %include %{_sourcedir}/more.inc
            %patchlist
            listed.patch

            %sourcelist
            z.tar
            """);
    for (String name :
        List.of("linux-6.tar.xz", "any-fix.patch", "config", "more.inc", "listed.patch", "z.tar")) {
      assertThat(sources.names(name)).as(name).isTrue();
    }
    assertThat(sources.names("python-3.tar.xz")).isFalse();
  }

  @Test
  void readsHostileTextInLinearTime() {
    String any = "%{x}a".repeat(1000);
    String file = "a".repeat(180) + "b";
    assertThat(SpecSources.of("Source0: " + any + "\nSource2: x%{[(\n").names(file)).isFalse();
    String growing = "%define b %{c}%{c}%{c}\n%define c %{b}%{b}%{b}\n";
    assertThat(SpecSources.of(growing + "Source1: z%{b}\n").names(file)).isFalse();
  }
}
