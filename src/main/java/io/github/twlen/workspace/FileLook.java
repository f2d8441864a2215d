// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.workspace;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The metadata of a file, to copy to its replacement.
 *
 * @param mode its permissions with the setuid, setgid and sticky bits
 * @param attributes its extended attributes of the user namespace, by name
 */
record FileLook(int uid, int gid, int mode, Map<String, ByteBuffer> attributes) {
  private static final int MODE = 07777;
  private static final int OWNER_WRITES = 0200;

  /** Reads the metadata of a file; a link is not followed. */
  static FileLook of(Path file) throws IOException {
    Map<String, Object> unix =
        Files.readAttributes(file, "unix:uid,gid,mode", LinkOption.NOFOLLOW_LINKS);
    return new FileLook(
        number(unix, "uid"), number(unix, "gid"), number(unix, "mode") & MODE, attributes(file));
  }

  private static int number(Map<String, Object> unix, String name) {
    return (Integer) Objects.requireNonNull(unix.get(name));
  }

  private static Map<String, ByteBuffer> attributes(Path file) {
    Map<String, ByteBuffer> all = new TreeMap<>();
    try {
      UserDefinedFileAttributeView view =
          Files.getFileAttributeView(
              file, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
      for (String name : view == null ? List.<String>of() : view.list()) {
        ByteBuffer value = ByteBuffer.allocate(view.size(name));
        view.read(name, value);
        all.put(name, value.flip());
      }
    } catch (IOException e) {
      // The file system has none, or this user may not read them.
    }
    return all;
  }

  /** Adds the owner's write permission to a file. */
  static void makeWritable(Path file) throws IOException {
    int mode = of(file).mode();
    if ((mode & OWNER_WRITES) == 0) {
      setMode(file, mode | OWNER_WRITES);
    }
  }

  /**
   * Copies this metadata to another file, as far as this user may.
   *
   * @return what could not be copied, each as a part of a sentence
   */
  List<String> giveTo(Path file) throws IOException {
    FileLook has = of(file);
    List<String> lost = new ArrayList<>();
    if (has.gid() != gid && !set(file, "unix:gid", gid)) {
      lost.add("its group is " + has.gid() + ", formerly " + gid);
    }
    if (has.uid() != uid && !set(file, "unix:uid", uid)) {
      lost.add("its owner is " + has.uid() + ", formerly " + uid);
    }
    // After the owner, since chown(2) clears the setuid bit.
    if (of(file).mode() != mode) {
      setMode(file, mode);
    }
    attributes.forEach(
        (name, value) -> {
          if (!value.equals(has.attributes().get(name))
              && !set(file, "user:" + name, value.duplicate())) {
            lost.add("its extended attribute user." + name + " is lost");
          }
        });
    return List.copyOf(lost);
  }

  /** Follows no link, which another user could plant in a shared directory. */
  private static void setMode(Path file, int mode) throws IOException {
    Files.setAttribute(file, "unix:mode", mode, LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean set(Path file, String attribute, Object value) {
    try {
      Files.setAttribute(file, attribute, value, LinkOption.NOFOLLOW_LINKS);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
