// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive;

import io.github.twlen.archive.rpm.SampleRpm;
import io.github.twlen.archive.tar.HostileArchives;
import io.github.twlen.archive.tar.RawTar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/**
 * Small hostile archives that try to exhaust memory, time or the stack, or to control the terminal.
 */
public final class ArchiveBombs {
  private static final int RECORD = 512;
  private static final long HUGE = 8L << 30;

  private final List<HostileArchives.One> all = new ArrayList<>();

  public static List<HostileArchives.One> all() throws IOException {
    ArchiveBombs made = new ArchiveBombs();
    made.names();
    made.sparse();
    made.links();
    made.packages();
    return made.all;
  }

  private void tar(String name, RawTar tar, String words) {
    all.add(new HostileArchives.One(name, "tar", tar.file("linux/last", "x").bytes(), words));
  }

  private void names() throws IOException {
    tar("an escape in a name", new RawTar().file("linux/\u001b[2Jx", "x"), "control character");
    tar("a new line in a name", new RawTar().file("linux/a\nb", "x"), "control character");
    tar("DEL in a name", new RawTar().file("linux/a\u007f", "x"), "control character");
    tar(
        "an escape of eight bits",
        new RawTar().pax("path", "linux/a\u009b2J").file("linux/a", "x"),
        "control character");
    tar(
        "a new line in a name that a link has",
        new RawTar().header("linux/h", RawTar.octal(0), '1', "linux/a\nb"),
        "control character");
    tar(
        "a name that turns the line around",
        new RawTar().file("linux/a", "x").pax("path", "other\u202e/a").file("linux/b", "x"),
        "control character");
    tar(
        "a part of 256 bytes",
        new RawTar().gnuName("linux/" + "\u00fc".repeat(128)).file("a", "x"),
        "more than 255 bytes");
    tar(
        "a path of 2,000 parts",
        new RawTar().gnuName("linux/" + "d/".repeat(2_000) + "x").file("a", "x"),
        "is deeper than");
    tar(
        "a path of 9,000 letters",
        new RawTar().gnuName("linux/" + ("d".repeat(250) + "/").repeat(36) + "x").file("a", "x"),
        "has a path of more than");
    tar(
        "a path of 200,000 parts",
        new RawTar().gnuName("linux/" + "d/".repeat(200_000) + "x").file("a", "x"),
        "has a path of more than");
    tar(
        "more names than memory",
        new RawTar().file("linux/a", "x").content(manyNames()),
        "exceeds the number of files");
  }

  /** 20,000 hard links with names of 4,000 characters: 80 MB without content. */
  private static byte[] manyNames() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    String deep = "linux/" + ("d".repeat(250) + "/").repeat(15);
    for (int i = 0; i < 20_000; i++) {
      byte[] one =
          new RawTar()
              .gnuName(deep + "n".repeat(200) + i)
              .header("h", RawTar.octal(0), '1', "linux/a")
              .bytes();
      out.write(one, 0, one.length - 2 * RECORD);
    }
    return out.toByteArray();
  }

  private void sparse() {
    byte[] old = new RawTar().header("linux/s", RawTar.octal(0), 'S', "").bytes();
    put(old, 386, RawTar.octal(HUGE));
    put(old, 398, RawTar.octal(0));
    put(old, 483, RawTar.octal(HUGE));
    put(old, 148, "        ");
    int sum = 0;
    for (int i = 0; i < RECORD; i++) {
      sum += old[i] & 0xff;
    }
    put(old, 148, String.format("%06o\0 ", sum));
    all.add(new HostileArchives.One("a sparse file of 8 GiB", "tar", old, "sparse"));
    tar(
        "a sparse file of 8 GiB, by pax",
        new RawTar()
            .pax("GNU.sparse.size", String.valueOf(HUGE), "GNU.sparse.map", HUGE + ",0")
            .file("linux/s", ""),
        "truncated or corrupt");
  }

  private static void put(byte[] into, int at, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(bytes, 0, into, at, bytes.length);
  }

  private void links() {
    RawTar long_ = new RawTar();
    for (int i = 0; i < 8_000; i++) {
      long_.pax("linkpath", "d/".repeat(1_900)).header("linux/l" + i, RawTar.octal(0), '2', "d");
    }
    tar("links that take hours to follow", long_, "or loops");
    tar(
        "a link of 9,000 letters",
        new RawTar().pax("linkpath", "d/".repeat(4_500)).header("linux/l", "0", '2', "d"),
        "has a target of more than");
    tar("a link to nothing at all", new RawTar().header("linux/l", "0", '2', ""), "empty target");
  }

  private void rpm(String name, byte[] bytes, String words) {
    all.add(new HostileArchives.One(name, "rpm", bytes, words));
  }

  private void packages() throws IOException {
    byte[] spec = {'s'};
    rpm("an escape in an rpm's list", new SampleRpm().file("a\u001b]0;x", spec).bytes(), "control");
    // The name length follows eleven numbers of eight digits.
    byte[] name = cpioHead("7FFFFFF0");
    rpm(
        "an rpm entry whose name is 2 GiB of zeros",
        new SampleRpm().list("a", spec).compressed(out -> zerosBehind(out, name)).bytes(),
        "larger than the header claims");
    String[] empty = new String[3_000_000];
    Arrays.fill(empty, "");
    rpm(
        "an rpm that lists 3 million files",
        new SampleRpm().texts(1117, empty).bytes(),
        "claims 3000000 values");
  }

  private static byte[] cpioHead(String nameSize) {
    String head = "070701" + "00000001" + "000081A4" + "00000000".repeat(2) + "00000001";
    return (head + "00000000" + "00000001" + "00000000".repeat(4) + nameSize + "00000000")
        .getBytes(StandardCharsets.US_ASCII);
  }

  private static OutputStream zerosBehind(OutputStream out, byte[] head) throws IOException {
    GZIPOutputStream gzip = new GZIPOutputStream(out);
    gzip.write(head);
    byte[] letters = new byte[1 << 20];
    Arrays.fill(letters, (byte) 'n');
    for (int i = 0; i < 300; i++) {
      gzip.write(letters);
    }
    return gzip;
  }
}
