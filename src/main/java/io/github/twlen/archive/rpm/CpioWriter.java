// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.rpm;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Writes a cpio archive in the "newc" format, the one that the kernel unpacks as its initramfs
 * (Documentation/driver-api/early-userspace/buffer-format.rst). The same entries give the same
 * bytes: owner root, time 0, inode numbers counted from 1.
 *
 * <p>A folder must be written before what lies in it: the kernel unpacks in order and makes no
 * folder by itself. Closing writes the trailer and leaves the stream below open.
 */
public final class CpioWriter implements AutoCloseable {
  private static final String MAGIC = "070701";
  private static final int ALIGNMENT = 4;
  private static final int DIRECTORY = 0040000;
  private static final int FILE = 0100000;
  private static final int SYMLINK = 0120000;
  private static final int CHARACTER_DEVICE = 0020000;
  private static final int PERMISSIONS = 07777;

  private final OutputStream out;
  private int inode;

  /**
   * Begins an archive.
   *
   * @param out gets the archive; not buffered here
   */
  public CpioWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Writes a folder.
   *
   * @param name relative, without a slash at either end
   * @param permissions such as 0755
   */
  public CpioWriter directory(String name, int permissions) throws IOException {
    return entry(name, DIRECTORY | permissions(permissions), new byte[0], 0, 0);
  }

  /**
   * Writes a regular file.
   *
   * @param name relative
   * @param permissions such as 0755
   */
  public CpioWriter file(String name, int permissions, byte[] content) throws IOException {
    return entry(name, FILE | permissions(permissions), content, 0, 0);
  }

  /**
   * Writes a symbolic link.
   *
   * @param name relative
   * @param target what it points to, as it is
   */
  public CpioWriter symlink(String name, String target) throws IOException {
    return entry(name, SYMLINK | 0777, target.getBytes(StandardCharsets.UTF_8), 0, 0);
  }

  /**
   * Writes a character device, such as the console, which is 5 and 1.
   *
   * @param name relative
   * @param permissions such as 0600
   */
  public CpioWriter characterDevice(String name, int permissions, int major, int minor)
      throws IOException {
    return entry(name, CHARACTER_DEVICE | permissions(permissions), new byte[0], major, minor);
  }

  /** Writes the trailer; the stream below stays open. */
  @Override
  public void close() throws IOException {
    inode = -1; // The trailer has inode 0 and mode 0.
    entry("TRAILER!!!", 0, new byte[0], 0, 0);
    out.flush();
  }

  private static int permissions(int permissions) {
    if ((permissions & ~PERMISSIONS) != 0) {
      throw new IllegalArgumentException("not permissions: 0" + Integer.toOctalString(permissions));
    }
    return permissions;
  }

  private CpioWriter entry(String name, int mode, byte[] content, int major, int minor)
      throws IOException {
    if (name.isEmpty() || name.startsWith("/") || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("not a relative name: '" + name + "'");
    }
    byte[] nameBytes = (name + "\0").getBytes(StandardCharsets.UTF_8);
    int links = (mode & DIRECTORY) == DIRECTORY ? 2 : 1;
    int[] fields = {
      ++inode, mode, 0, 0, links, 0, content.length, 0, 0, major, minor, nameBytes.length, 0
    };
    StringBuilder header = new StringBuilder(MAGIC);
    for (int field : fields) {
      header.append(String.format(Locale.ROOT, "%08X", field));
    }
    out.write(header.toString().getBytes(StandardCharsets.US_ASCII));
    out.write(nameBytes);
    pad(header.length() + nameBytes.length);
    out.write(content);
    pad(content.length);
    return this;
  }

  private void pad(int written) throws IOException {
    out.write(new byte[(ALIGNMENT - written % ALIGNMENT) % ALIGNMENT]);
  }
}
