// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.verify.guest;

import io.github.twlen.GivenFile;
import io.github.twlen.recipe.Architecture;
import io.github.twlen.recipe.reader.Architectures;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;

/**
 * A bootable image, whose own bytes identify its architecture.
 *
 * @param release its {@code uname -r}
 * @param banner the release with user, host and time of the build
 */
public record KernelImage(Path file, Architecture architecture, String release, String banner) {
  /** The beginning of an image, with the header and the setup code of x86 (at most 64 sectors). */
  private static final int START = 64 * 512 + 512;

  /** In bytes; an image with a whole root file system has some 200 MB. */
  private static final int LARGEST = 512 << 20;

  private static final int GZIP = 0x1f8b;

  private static final int BLOCK = 1 << 20;

  /** {@code zimg} of drivers/firmware/efi/libstub/zboot-header.S. */
  private static final int ZBOOT_AT = 4;

  private static final int LONGEST = 1024;

  /** {@code linux_banner}, init/version.c. */
  private static final Pattern BANNER =
      Pattern.compile("Linux version ([0-9][^\\n\\x00]{0," + LONGEST / 2 + "})\\n");

  /** Reads the header; throws GuestFailure when the file cannot be read or is not an image. */
  public static KernelImage read(Path file, Architectures known) {
    String fix =
        "pass "
            + known.all().stream()
                .map(one -> "the " + one.image().path())
                .collect(Collectors.joining(" or "))
            + " of a built tree, or the boot/vmlinuz-* of a package";
    try (InputStream in = opened(file)) {
      byte[] start = in.readNBytes(START);
      Architecture architecture =
          known.all().stream()
              .filter(one -> hasMagic(start, one.image()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new GuestFailure(
                          "cannot boot " + file + ": not a kernel image but " + kind(start),
                          fix,
                          null));
      Optional<Architecture.Banner> place = architecture.image().banner();
      String banner = place.isPresent() ? banner(start, place.get()) : searched(start, in);
      if (banner.isEmpty()) {
        throw new GuestFailure("cannot boot " + file + ": no release in it", fix, null);
      }
      return new KernelImage(file, architecture, banner.split(" ", 2)[0], banner);
    } catch (IOException e) {
      throw new GuestFailure("cannot read " + file + ": " + GivenFile.reason(file, e), fix, e);
    }
  }

  /** Returns this image after its file was moved. */
  public KernelImage at(Path moved) {
    return new KernelImage(moved, architecture, release, banner);
  }

  /** Opens an image; one in gzip is unpacked, as QEMU does. */
  private static InputStream opened(Path file) throws IOException {
    BufferedInputStream in = new BufferedInputStream(GivenFile.open(file));
    in.mark(2);
    int first = in.read() << Byte.SIZE | in.read();
    in.reset();
    return first == GZIP ? new GZIPInputStream(in, BLOCK) : in;
  }

  private static boolean hasMagic(byte[] start, Architecture.Image image) {
    byte[] magic = HexFormat.of().parseHex(image.magic());
    int from = image.magicAt();
    return start.length >= from + magic.length
        && Arrays.equals(start, from, from + magic.length, magic, 0, magic.length);
  }

  private static String banner(byte[] start, Architecture.Banner place) {
    if (start.length < place.pointer() + Short.BYTES) {
      return "";
    }
    ByteBuffer header = ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN);
    int pointer = Short.toUnsignedInt(header.getShort(place.pointer()));
    int from = pointer + place.plus();
    return pointer == 0 || from >= start.length ? "" : text(start, from);
  }

  /** Returns the banner in the uncompressed bytes; empty when there is none. */
  private static String searched(byte[] start, InputStream in) throws IOException {
    byte[] seen = start;
    for (long read = start.length; read < LARGEST; ) {
      String text = new String(seen, StandardCharsets.ISO_8859_1);
      Matcher banner = BANNER.matcher(text);
      if (banner.find()) {
        return banner.group(1).strip();
      }
      byte[] more = in.readNBytes(BLOCK);
      if (more.length == 0) {
        return "";
      }
      read += more.length;
      // A banner may be in two blocks.
      byte[] end = Arrays.copyOfRange(seen, Math.max(0, seen.length - LONGEST), seen.length);
      seen = Arrays.copyOf(end, end.length + more.length);
      System.arraycopy(more, 0, seen, end.length, more.length);
    }
    return "";
  }

  private static String kind(byte[] start) {
    if (start.length == 0) {
      return "an empty file";
    }
    if (text(start, 0).startsWith("\u007fELF")) {
      return "an ELF file such as vmlinux";
    }
    if (start.length > ZBOOT_AT && text(start, ZBOOT_AT).equals("zimg")) {
      return "an EFI program with a compressed kernel (CONFIG_EFI_ZBOOT)";
    }
    return start.length < START ? "a file of " + start.length + " bytes" : "another format";
  }

  /** Returns a text that a zero byte ends. */
  private static String text(byte[] bytes, int from) {
    int end = from;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return new String(bytes, from, end - from, StandardCharsets.ISO_8859_1).strip();
  }
}
