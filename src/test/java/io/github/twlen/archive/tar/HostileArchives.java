// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.tar;

import com.github.luben.zstd.ZstdOutputStream;
import io.github.twlen.archive.rpm.SampleRpm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Hostile archives, each with the words that its rejection must contain. */
public final class HostileArchives {
  /** Decompressed size of the bombs, in bytes. */
  private static final int BOMB = 80 << 20;

  private final List<One> all = new ArrayList<>();

  /**
   * A hostile archive.
   *
   * @param kind tar, rpm or deb
   * @param words expected in the rejection
   */
  @SuppressWarnings("ArrayRecordComponent") // Bytes for a file, never compared.
  public record One(String name, String kind, byte[] bytes, String words) {
    public One {
      bytes = bytes.clone();
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * Returns all of them.
   *
   * @param outside the directory that they try to write to
   */
  static List<One> all(String outside) throws IOException {
    HostileArchives made = new HostileArchives();
    made.paths(outside);
    made.links(outside);
    made.headers();
    made.streams();
    made.packages();
    return made.all;
  }

  private void tar(String name, RawTar tar, String words) {
    all.add(new One(name, "tar", tar.file("linux/last", "x").bytes(), words));
  }

  private void paths(String outside) {
    tar("an absolute path", new RawTar().file(outside + "/victim", "x"), "absolute path");
    tar("up and out", new RawTar().file("linux/../../outside/victim", "x"), "leaves the directory");
    tar("up at the end", new RawTar().file("linux/..", "x"), "leaves the directory");
    tar("up alone", new RawTar().file("..", "x"), "leaves the directory");
    tar("up behind a dot", new RawTar().file("./../outside/victim", "x"), "leaves the directory");
    tar("up between slashes", new RawTar().file("linux//..//..//x", "x"), "leaves the directory");
    tar(
        "a pax header with an absolute path",
        new RawTar().pax("path", outside + "/victim").file("linux/a", "x"),
        "absolute path");
    tar(
        "a pax header that goes up",
        new RawTar().pax("path", "linux/../../outside/victim").file("linux/a", "x"),
        "leaves the directory");
    tar(
        "a long name that goes up",
        new RawTar().gnuName("linux/" + "d/".repeat(99) + "../".repeat(105) + "x").file("a", "x"),
        "leaves the directory");
    tar(
        "a NUL in a pax path",
        new RawTar().pax("path", "linux/a\0/../../x").file("linux/a", "x"),
        "");
    tar("a part of 300 bytes", new RawTar().gnuName("linux/" + "n".repeat(300)).file("a", "x"), "");
    tar("a name with a backslash", new RawTar().file("linux/..\\x", "x"), "more than a name");
    tar("a name with a slash of servers", new RawTar().file("linux/..%2fx", "x"), "more than");
    tar("the folder as a file", new RawTar().file("linux", "x"), "");
    tar(
        "two top folders",
        new RawTar().file("linux/a", "x").file("other/a", "x"),
        "two top directories");
    tar("a path twice", new RawTar().file("linux/a", "x").file("linux/a", "y"), "appears twice");
    tar("the same with a dot", new RawTar().file("linux/a", "x").file("./linux/./a", "y"), "twice");
    tar("a file below a file", new RawTar().file("linux/a", "x").file("linux/a/b", "y"), "below");
  }

  private static RawTar link(String name, String to) {
    return new RawTar().header(name, RawTar.octal(0), '2', to);
  }

  private static RawTar hard(String name, String to) {
    return new RawTar().file("linux/a", "x").header(name, RawTar.octal(0), '1', to);
  }

  private void links(String outside) {
    String out = "../../outside";
    tar("a link to an absolute path", link("linux/l", outside), "leaves the directory");
    tar("a link that goes up", link("linux/l", out), "leaves the directory");
    tar(
        "a file through a link out",
        link("linux/l", out).file("linux/l/victim", "x"),
        "below a link");
    tar(
        "a file over a link",
        link("linux/l", out + "/victim").file("linux/l", "x"),
        "appears twice");
    tar(
        "a folder over a link",
        link("linux/l", out).header("linux/l/", RawTar.octal(0), '5', ""),
        "appears twice");
    tar(
        "a link that leaves through another",
        link("linux/p", "d/..")
            .file("linux/d/x", "x")
            .header("linux/z", RawTar.octal(0), '2', "p/../../outside"),
        "leaves the directory");
    tar(
        "links in a circle",
        link("linux/a", "b").header("linux/b", RawTar.octal(0), '2', "a"),
        "leaves the directory");
    tar("a hard link out", hard("linux/h", "linux/../../outside/victim"), "leaves the directory");
    tar("a hard link to an absolute path", hard("linux/h", outside + "/victim"), "absolute");
    tar("a hard link to nothing", hard("linux/h", "linux/none"), "is a hard link to a file");
    tar(
        "a hard link to a link",
        link("linux/l", "a").header("linux/h", RawTar.octal(0), '1', "linux/l"),
        "is a hard link to a file");
    tar("a hard link over a file", hard("linux/a", "linux/a"), "appears twice");
    for (char type : new char[] {'3', '4', '6'}) {
      tar(
          "a device or pipe, " + type,
          new RawTar().header("linux/dev", RawTar.octal(0), type, ""),
          "is a device");
    }
  }

  private void headers() {
    tar("a wrong checksum", new RawTar().header("linux/a", RawTar.octal(0), '0', "", 1), "");
    tar("a size that is no number", new RawTar().header("linux/a", "9x9", '0', ""), "");
    tar("a size beyond the file", new RawTar().header("linux/a", "77777777777", '0', ""), "");
    tar("a negative size", new RawTar().header("linux/a", "\u00ff".repeat(12), '0', ""), "");
    tar(
        "a pax size that overflows",
        new RawTar().pax("size", "9223372036854775807").file("linux/a", "x"),
        "");
    tar(
        "a pax header that is none",
        new RawTar()
            .header("p", RawTar.octal(4), 'x', "")
            .content("junk".getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
        "");
  }

  private static byte[] good() {
    return new RawTar().file("linux/a", "x".repeat(5000)).file("linux/b", "y").bytes();
  }

  private void streams() throws IOException {
    byte[] tar = good();
    all.add(new One("no end mark", "tar", Arrays.copyOf(tar, tar.length - 1024), "no end mark"));
    byte[][] packed = {gz(tar), bz2(tar), xz(tar, 1 << 20), zst(tar)};
    String[] kinds = {"gz", "bz2", "xz", "zst"};
    for (int i = 0; i < packed.length; i++) {
      byte[] cut = Arrays.copyOf(packed[i], packed[i].length - 5);
      all.add(new One("a cut " + kinds[i], "tar", cut, "truncated or corrupt"));
      byte[] flipped = packed[i].clone();
      flipped[flipped.length / 2] ^= 0x10;
      all.add(new One("a damaged " + kinds[i], "tar", flipped, ""));
    }
    all.add(new One("a bomb of zeros, gz", "tar", gz(bomb()), "expands to more"));
    all.add(new One("a bomb of zeros, bz2", "tar", bz2(bomb()), "expands to more"));
    all.add(new One("a bomb of zeros, xz", "tar", xz(bomb(), 1 << 20), "expands to more"));
    all.add(new One("a bomb of zeros, zst", "tar", zst(bomb()), "expands to more"));
    all.add(new One("an xz that wants 1.5 GiB", "tar", xz(tar, 1 << 30), ""));
    all.add(
        new One("zeros behind the end", "tar", gz(Arrays.copyOf(tar, BOMB)), "expands to more"));
  }

  private static byte[] bomb() {
    byte[] zeros = new byte[BOMB];
    byte[] header = new RawTar().header("linux/zeros", RawTar.octal(BOMB), '0', "").bytes();
    byte[] all = new byte[512 + BOMB + 1024];
    System.arraycopy(header, 0, all, 0, 512);
    System.arraycopy(zeros, 0, all, 512, BOMB);
    return all;
  }

  private void rpm(String name, SampleRpm rpm, String words) {
    all.add(new One(name, "rpm", rpm.bytes(), words));
  }

  private void packages() throws IOException {
    byte[] spec = {'s'};
    byte[] tar = good();
    SampleRpm[] bases = new SampleRpm[16];
    Arrays.setAll(bases, i -> new SampleRpm().file("kernel.spec", spec).file("linux-6.1.tar", tar));
    rpm("an rpm file with a slash", new SampleRpm().file("../outside/victim", spec), "more than");
    rpm("an rpm file named ..", new SampleRpm().file("..", spec), "more than a name");
    rpm("an rpm file that is absolute", new SampleRpm().file("/etc/passwd", spec), "more than");
    rpm("an rpm entry with a slash", bases[0].put("a/../../x", 0100644, spec), "more than a name");
    rpm(
        "an rpm entry that is not listed",
        bases[1].put("more", 0100644, spec),
        "missing from the header");
    rpm("an rpm entry twice", bases[2].put("kernel.spec", 0100644, spec), "appears twice");
    rpm("an rpm entry that is missing", bases[3].list("none", spec), "of 3 files");
    rpm(
        "an rpm entry that is a link",
        new SampleRpm().list("l", spec).put("l", 0120777, spec),
        "is not a file");
    rpm(
        "an rpm entry that is a device",
        new SampleRpm().list("d", new byte[0]).put("d", 0020666, new byte[0]),
        "is not a file");
    rpm(
        "an rpm entry of another size",
        new SampleRpm().list("a", new byte[9]).put("a", 0100644, spec),
        "instead of 9");
    rpm("an rpm without a trailer", bases[4].withoutTrailer(), "");
    rpm(
        "an rpm entry with another digest",
        bases[5].digests("0".repeat(32), "0".repeat(32)),
        "wrong checksum");
    rpm("a binary rpm", bases[6].binary(), "it is a binary RPM");
    byte[] whole = bases[7].bytes();
    byte[] tags = whole.clone();
    Arrays.fill(tags, 96 + 16 + 8, 96 + 16 + 12, (byte) 0x7f);
    all.add(new One("an rpm with 2 thousand million tags", "rpm", tags, "claims"));
    byte[] offset = whole.clone();
    Arrays.fill(offset, 96 + 16 + 16 + 8, 96 + 16 + 16 + 12, (byte) 0x7f);
    all.add(new One("an rpm tag outside its header", "rpm", offset, "outside its header"));
    all.add(new One("a cut rpm", "rpm", Arrays.copyOf(whole, whole.length - 3000), ""));
    rpm(
        "an rpm bomb",
        new SampleRpm()
            .file("kernel.spec", spec)
            .file("linux-6.1.tar", new byte[BOMB])
            .compressed(GZIPOutputStream::new),
        "claims");
    all.add(
        new One(
            "a deb without files",
            "deb",
            "!<arch>\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII),
            "no member data.tar"));
    all.add(new One("a cut deb", "deb", new byte[] {'!', '<', 'a'}, ""));
  }

  private static byte[] gz(byte[] bytes) throws IOException {
    return through(bytes, GZIPOutputStream::new);
  }

  private static byte[] bz2(byte[] bytes) throws IOException {
    return through(bytes, BZip2CompressorOutputStream::new);
  }

  private static byte[] zst(byte[] bytes) throws IOException {
    return through(bytes, out -> new ZstdOutputStream(out).setChecksum(true));
  }

  /** Compresses with a dictionary of this size, in bytes. */
  private static byte[] xz(byte[] bytes, int dictionary) throws IOException {
    LZMA2Options options = new LZMA2Options(0);
    if (dictionary <= 1 << 20) {
      options.setDictSize(dictionary);
      return through(bytes, out -> new XZOutputStream(out, options));
    }
    byte[] small = xz(bytes, 1 << 20);
    // The block header holds the dictionary size (xz: file format, 5.3.1), then its CRC.
    small[12 + 4] = 37;
    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
    int length = (small[12] + 1) * 4;
    crc.update(small, 12, length - 4);
    for (int i = 0; i < 4; i++) {
      small[12 + length - 4 + i] = (byte) (crc.getValue() >> (8 * i));
    }
    return small;
  }

  private static byte[] through(byte[] bytes, SampleRpm.Compressor compressor) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (OutputStream packed = compressor.around(out)) {
      packed.write(bytes);
    }
    return out.toByteArray();
  }
}
