// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.report;

import io.github.twlen.Message;
import io.github.twlen.build.BuiltKernel;
import io.github.twlen.patch.PatchTemplate;
import io.github.twlen.recipe.AppliedRemedy;
import io.github.twlen.recipe.RemedyTable;
import io.github.twlen.recipe.TimewaitLength;
import io.github.twlen.recipe.Version;
import io.github.twlen.recipe.reader.RecipeBook;
import io.github.twlen.report.BuildFacts.Artifact;
import io.github.twlen.report.BuildFacts.Installation;
import io.github.twlen.source.KernelSource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Parts of {@link SampleReports} that were not measured. */
public final class SampleFacts {
  /** A path with spaces, quotes, markup and non-ASCII characters. */
  public static final String AWKWARD = "Ünïcode & <b>\"o'clock\"</b>/ядро-5.14.src.rpm";

  static final String RELEASE = SampleReports.RELEASE;

  static final String DIFF =
      """
      From: twlen
      Subject: tcp: TIME_WAIT lasts 15 seconds

      --- a/include/net/tcp.h
      +++ b/include/net/tcp.h
      @@ -124,4 +124,4 @@
       \t\t\t\t * initial RTO.
       \t\t\t\t */
      -#define LENGTH (60*HZ) /* how long to wait
      -\t\t\t\t  * 60 seconds\t*/
      +#define LENGTH (15*HZ) /* how long to wait
      +\t\t\t\t  * 15 seconds\t*/
       #define OTHER LENGTH
      """;

  private SampleFacts() {}

  static SourceFacts source() {
    return new SourceFacts(
        "source-rpm",
        AWKWARD,
        "5.14.0-570.12.1.el9",
        Message.verbatim(
            "https://mirror.example.org/el9/source/kernel-5.14.0-570.12.1.el9.src.rpm"),
        Map.of("sha256", digest(1), "sha1", digest(2).substring(0, 40)),
        List.of(
            Message.of(KernelSource.class, "proof.digest", "digest", "SHA-256 " + digest(1)),
            Message.of(
                KernelSource.class,
                "proof.signed.rpm",
                "key",
                "99DB70FAE1D7CE227FB6488205B555B38483C65D",
                "day",
                "2026-05-14")));
  }

  static PatchFacts patch(int present, String diff) {
    return new PatchFacts(
        "tcp-timewait-len-15s.patch",
        digest(3),
        new TimewaitLength(present),
        new TimewaitLength(15),
        "include/net/tcp.h",
        126,
        digest(4),
        digest(present == 15 ? 4 : 5),
        diff,
        List.of(
            Message.of(PatchTemplate.class, "note.killed", "seconds", 60),
            Message.of(PatchTemplate.class, "note.conntrack")));
  }

  static BuildFacts build() {
    return new BuildFacts(
        RELEASE,
        "x86_64",
        List.of("rpmbuild -bb", "--with baseonly", "--without debuginfo"),
        Message.verbatim("kernel-x86_64-rhel.config"),
        digest(6),
        List.of("configs/qemu.config"),
        new BuildFacts.Configuration(
            true,
            true,
            List.of("CONFIG_TTY"),
            List.of("CONFIG_SND: m to n"),
            List.of("CONFIG_HZ: 1000 to 250"),
            List.of("CONFIG_OLD: y to n"),
            List.of("CONFIG_NEW: n to y")),
        3204,
        "ccache",
        "container localhost/twlen-el9",
        digest(10),
        Duration.ofMillis(1_570_100),
        List.of(
            new Artifact("RPMS/kernel-core-" + RELEASE + ".rpm", 18_204_511, digest(7)),
            new Artifact("RPMS/kernel-modules-" + RELEASE + ".rpm", 37_911_020, digest(8)),
            new Artifact("RPMS/kernel-devel-" + RELEASE + ".rpm", 21_733_904, digest(9))),
        List.of(Message.of(BuiltKernel.class, "note.proofOnly")),
        remedies(),
        new Installation(
            List.of("sh kernel-install.sh install " + RELEASE + " kernel-core-" + RELEASE + ".rpm"),
            List.of("sh kernel-install.sh once " + RELEASE, "reboot"),
            List.of("sh kernel-install.sh keep " + RELEASE),
            List.of("rpm -e kernel-core-" + RELEASE)));
  }

  private static List<AppliedRemedy> remedies() {
    RemedyTable table = new RecipeBook(List.of()).remedies();
    return List.of(
        table.remedies().get(0).applied(Version.of("12.2.0")),
        table.specs().macro("pesign").orElseThrow().applied());
  }

  static GuestFacts guest() {
    return new GuestFacts(
        "qemu",
        "QEMU emulator version 7.2.15 (Debian)",
        "tcg",
        "x86_64",
        1024,
        null,
        null,
        null,
        null,
        null);
  }

  /** A Vagrant guest with an unusual box name. */
  static GuestFacts vagrant() {
    return new GuestFacts(
        "vagrant",
        "Vagrant 2.3.4",
        "kvm",
        "x86_64",
        1024,
        "libvirt",
        "mé & <co>/debian12",
        null,
        "dpkg -i",
        "grub-reboot, once");
  }

  static GuestFacts image() {
    return new GuestFacts(
        "image",
        "QEMU emulator version 7.2.15 (Debian)",
        "kvm",
        "x86_64",
        1024,
        null,
        null,
        "AlmaLinux-9-GenericCloud.qcow2",
        "rpm -ivh --oldpackage",
        "grub2-reboot");
  }

  static GuestFacts host() {
    return new GuestFacts(
        "host", "Debian GNU/Linux 12", "none", null, 16_000, null, null, null, null, null);
  }

  static String digest(int seed) {
    Random random = new Random(seed);
    StringBuilder hex = new StringBuilder();
    while (hex.length() < 64) {
      hex.append(Integer.toHexString(random.nextInt(16)));
    }
    return hex.toString();
  }
}
