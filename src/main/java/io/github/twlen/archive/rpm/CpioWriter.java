// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.rpm;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;

/**
 * Writes a cpio archive in the "newc" format, which the kernel unpacks as its initramfs
 * (Documentation/driver-api/early-userspace/buffer-format.rst). The same entries give the same
 * bytes: owner root, time 0. Write a directory before its files; the kernel creates no parents.
 */
public final class CpioWriter implements AutoCloseable {
  private static final int PERMISSIONS = 07777;
  private static final int BLOCK = 4; // No padding behind the trailer.

  private final CpioArchiveOutputStream out;

  /** Begins an archive; closing this leaves the stream open. */
  public CpioWriter(OutputStream out) {
    this.out =
        new CpioArchiveOutputStream(
            out, CpioConstants.FORMAT_NEW, BLOCK, StandardCharsets.UTF_8.name());
  }

  /** Writes a directory with permissions such as 0755; its name is relative. */
  public CpioWriter directory(String name, int permissions) throws IOException {
    return write(entry(name, CpioConstants.C_ISDIR, permissions, 2), new byte[0]);
  }

  /** Writes a regular file with permissions such as 0755; its name is relative. */
  public CpioWriter file(String name, int permissions, byte[] content) throws IOException {
    return write(entry(name, CpioConstants.C_ISREG, permissions, 1), content);
  }

  /** Writes a symbolic link; its name is relative. */
  public CpioWriter symlink(String name, String target) throws IOException {
    byte[] content = target.getBytes(StandardCharsets.UTF_8);
    return write(entry(name, CpioConstants.C_ISLNK, 0777, 1), content);
  }

  /** Writes a character device, such as the console (5, 1); its name is relative. */
  public CpioWriter characterDevice(String name, int permissions, int major, int minor)
      throws IOException {
    CpioArchiveEntry entry = entry(name, CpioConstants.C_ISCHR, permissions, 1);
    entry.setRemoteDeviceMaj(major);
    entry.setRemoteDeviceMin(minor);
    return write(entry, new byte[0]);
  }

  private static CpioArchiveEntry entry(String name, int type, int permissions, int links) {
    if (name.isEmpty() || name.startsWith("/") || name.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("not a relative name: '" + name + "'");
    }
    if ((permissions & ~PERMISSIONS) != 0) {
      throw new IllegalArgumentException("not permissions: 0" + Integer.toOctalString(permissions));
    }
    CpioArchiveEntry entry = new CpioArchiveEntry(CpioConstants.FORMAT_NEW, name);
    entry.setMode(type | permissions);
    entry.setNumberOfLinks(links);
    entry.setTime(0);
    return entry;
  }

  private CpioWriter write(CpioArchiveEntry entry, byte[] content) throws IOException {
    entry.setSize(content.length);
    out.putArchiveEntry(entry);
    out.write(content);
    out.closeArchiveEntry();
    return this;
  }

  /** Writes the trailer. */
  @Override
  public void close() throws IOException {
    out.finish();
    out.flush();
  }
}
