// SPDX-License-Identifier: Apache-2.0
package io.github.twlen.archive.xz;

import io.github.twlen.archive.ArrayInput;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.SeekableXZInputStream;

/**
 * The decompressed bytes of an xz file, with its blocks decoded in parallel.
 *
 * <p>At most {@code workers + 1} blocks are decoded ahead, and {@value #AHEAD} MiB of each wait to
 * be read.
 */
public final class ParallelXz extends ArrayInput {
  private static final int PIECE = 1 << 20;
  private static final int AHEAD = 32;
  private static final long HEAP_A_WORKER = 128L << 20;

  private final XzFile file;
  private final ExecutorService workers;
  private final Semaphore slots;
  private final AtomicInteger next;
  private final ConcurrentMap<Integer, BlockingQueue<Piece>> decoded = new ConcurrentHashMap<>();
  private final int ahead;
  private final int wanted;
  private int block;
  private int granted;
  private Piece piece = Piece.NONE;
  private int at;

  /** Some bytes of a block; the last piece carries the failure, if any. */
  private record Piece(Bytes bytes, boolean last, @Nullable Throwable broken) {
    static final Piece NONE = new Piece(new Bytes(new byte[0]), false, null);
  }

  @SuppressWarnings("ArrayRecordComponent") // A carrier between threads, never compared.
  private record Bytes(byte[] array) {}

  /**
   * Starts decoding.
   *
   * @param from the first block
   * @param wanted the last block to decode ahead; later ones are decoded when read
   */
  public ParallelXz(XzFile file, int from, int wanted) {
    this.file = file;
    this.block = from;
    this.next = new AtomicInteger(from);
    int count = workerCount(file.blocks() - from);
    this.ahead = count + 1;
    this.wanted = wanted;
    this.granted = from;
    this.slots = new Semaphore(0);
    grant();
    this.workers =
        Executors.newFixedThreadPool(
            count,
            task -> {
              Thread thread = new Thread(task, "xz");
              thread.setDaemon(true);
              return thread;
            });
    for (int i = 0; i < count; i++) {
      workers.execute(this::work);
    }
  }

  /** Releases the wanted blocks that fit into memory to the workers. */
  private void grant() {
    int until = Math.min(block + ahead, Math.max(wanted, block) + 1);
    if (until > granted) {
      slots.release(until - granted);
      granted = until;
    }
  }

  private static int workerCount(int blocks) {
    Runtime host = Runtime.getRuntime();
    long fitting = Math.min(host.availableProcessors(), host.maxMemory() / HEAP_A_WORKER);
    return (int) Math.max(1, Math.min(blocks, fitting));
  }

  private void work() {
    SeekableXZInputStream in = null;
    try {
      while (true) {
        slots.acquire();
        int mine = next.getAndIncrement();
        if (mine >= file.blocks()) {
          return;
        }
        try {
          in = in == null ? file.decoder() : in;
          decode(in, mine);
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
          queue(mine).put(new Piece(Piece.NONE.bytes(), true, e));
          return;
        }
      }
    } catch (InterruptedException e) {
      // Closed: the result is not needed.
      Thread.currentThread().interrupt();
    } finally {
      closeQuietly(in);
    }
  }

  private void decode(SeekableXZInputStream in, int mine) throws IOException, InterruptedException {
    in.seekToBlock(mine);
    long left = in.getBlockSize(mine);
    do {
      byte[] bytes = in.readNBytes((int) Math.min(PIECE, left));
      left -= bytes.length;
      if (bytes.length == 0 && left > 0) {
        throw new java.io.EOFException("block " + mine + " is truncated");
      }
      queue(mine).put(new Piece(new Bytes(bytes), left == 0, null));
    } while (left > 0);
  }

  private BlockingQueue<Piece> queue(int of) {
    return decoded.computeIfAbsent(of, one -> new ArrayBlockingQueue<>(AHEAD));
  }

  private static void closeQuietly(@Nullable SeekableXZInputStream in) {
    try {
      if (in != null) {
        in.close();
      }
    } catch (IOException e) {
      // Read-only: nothing is lost.
    }
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    int count = Math.min(length, piece.bytes().array().length - at);
    System.arraycopy(piece.bytes().array(), at, into, offset, count);
    at += count;
    return count;
  }

  @Override
  public long skip(long length) throws IOException {
    if (length <= 0 || !fill()) {
      return 0;
    }
    int count = (int) Math.min(length, piece.bytes().array().length - at);
    at += count;
    return count;
  }

  public boolean hasSeveralBlocks() {
    return file.blocks() > 1;
  }

  /** Decodes to the end of the current block, where xz verifies its checksum. */
  public void checkBlock() throws IOException {
    while (!piece.last() && fill()) {
      at = piece.bytes().array().length;
    }
  }

  /** Takes the next piece when needed; returns whether there is a byte to read. */
  private boolean fill() throws IOException {
    while (at == piece.bytes().array().length) {
      if (piece.last()) {
        decoded.remove(block);
        block++;
        grant();
        piece = Piece.NONE;
        at = 0;
      }
      if (block >= file.blocks()) {
        return false;
      }
      piece = take();
      at = 0;
    }
    return true;
  }

  private Piece take() throws IOException {
    try {
      Piece taken = queue(block).take();
      if (taken.broken() != null) {
        queue(block).put(taken); // Repeated reads fail again.
        throw new IOException(taken.broken().getMessage(), taken.broken());
      }
      return taken;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("interrupted");
    }
  }

  @Override
  public void close() {
    workers.shutdownNow();
  }
}
