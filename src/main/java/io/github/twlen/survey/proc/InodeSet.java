// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.survey.proc;

/** A set of sockets by their inodes, in a plain array; of bounded size. */
final class InodeSet {
  /** More are not kept. */
  static final int MOST = 1 << 20;

  private long[] slots = new long[1 << 10];
  private int size;

  /**
   * Adds one, which is not 0.
   *
   * @return false when there is no more room
   */
  boolean add(long inode) {
    if (size >= MOST) {
      return contains(inode);
    }
    if (2 * (size + 1) > slots.length) {
      long[] old = slots;
      slots = new long[2 * old.length];
      for (long each : old) {
        if (each != 0) {
          slots[slot(each)] = each;
        }
      }
    }
    int slot = slot(inode);
    if (slots[slot] == 0) {
      slots[slot] = inode;
      size++;
    }
    return true;
  }

  boolean contains(long inode) {
    return inode != 0 && slots[slot(inode)] == inode;
  }

  int size() {
    return size;
  }

  private int slot(long inode) {
    int mask = slots.length - 1;
    int slot = (int) ((inode * 0x9E3779B97F4A7C15L) >>> 33) & mask;
    while (slots[slot] != 0 && slots[slot] != inode) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
