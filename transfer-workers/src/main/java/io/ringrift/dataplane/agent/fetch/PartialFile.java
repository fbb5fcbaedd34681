package io.ringrift.dataplane.agent.fetch;

import io.ringrift.dataplane.agent.source.ChunkHashes;
import io.ringrift.dataplane.agent.source.FileHash;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A file that is being received, in chunks of {@value #CHUNK_BYTES} bytes that may arrive in any
 * order. Beside it lies a journal with one byte a chunk, written after the chunk, so that a killed
 * agent repeats only chunks that were under way. The journal speaks of what this process wrote, not
 * of what the disk has kept: only the hash of the whole file is proof. Thread-safe.
 */
public final class PartialFile implements Closeable {
  /** What a crash may cost each connection; a request asks for several at once. */
  public static final int CHUNK_BYTES = ChunkHashes.CHUNK_BYTES;

  static final String DATA_ENDING = ".part";
  private static final String JOURNAL_ENDING = ".chunks";
  private static final byte FINISHED = 1;
  private static final int READ_BYTES = 256 * 1024;

  private final Path data;
  private final Path journal;
  private final long size;
  private final FileChannel dataChannel;
  private final FileChannel journalChannel;
  private final BitSet finished;
  private final BitSet checked = new BitSet();
  private final boolean resumed;
  private final AtomicLong progress = new AtomicLong();
  private long finishedBytes;
  private int firstMissing;

  private PartialFile(Path folder, String sha256, long size) throws IOException {
    this.data = folder.resolve(sha256 + DATA_ENDING);
    this.journal = folder.resolve(sha256 + JOURNAL_ENDING);
    this.size = size;
    this.finished = new BitSet(chunks());
    this.journalChannel =
        FileChannel.open(
            journal, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    this.dataChannel =
        FileChannel.open(
            data, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    readJournal();
    this.resumed = !finished.isEmpty();
    this.progress.set(finishedBytes);
  }

  /** Opens what an earlier attempt left, or begins anew. */
  static PartialFile open(Path folder, String sha256, long size) throws IOException {
    Files.createDirectories(folder);
    return new PartialFile(folder, sha256, size);
  }

  /** Bytes of finished chunks that an earlier attempt left; creates nothing. */
  static long finishedBytes(Path folder, String sha256, long size) throws IOException {
    if (!Files.exists(folder.resolve(sha256 + DATA_ENDING))) {
      return 0;
    }
    try (PartialFile left = open(folder, sha256, size)) {
      return left.finishedBytes();
    }
  }

  public Path path() {
    return data;
  }

  public long size() {
    return size;
  }

  /** Whether an earlier attempt left finished chunks. */
  public boolean resumed() {
    return resumed;
  }

  /** Numbers of the chunks that are still to come. */
  public synchronized BitSet missing() {
    BitSet missing = (BitSet) finished.clone();
    missing.flip(0, chunks());
    return missing;
  }

  public void write(ByteBuffer bytes, long position) throws IOException {
    long at = position;
    while (bytes.hasRemaining()) {
      at += dataChannel.write(bytes, at);
    }
    progress.addAndGet(at - position);
  }

  /** Another program has written bytes. */
  public void arrived(long bytes) {
    progress.updateAndGet(before -> Math.min(size, before + bytes));
  }

  /**
   * All bytes of the chunk have been written.
   *
   * @param asListed whether they are as the list of chunk hashes says
   */
  public synchronized void finish(int chunk, boolean asListed) throws IOException {
    journalChannel.write(ByteBuffer.wrap(new byte[] {FINISHED}), chunk);
    mark(chunk);
    checked.set(chunk, asListed);
    notifyAll();
  }

  /** Bytes of a chunk that was not finished are to come again. */
  public void lost(long bytes) {
    progress.addAndGet(-bytes);
  }

  /**
   * Compares the finished chunks with a list.
   *
   * @return those that are not as it says
   */
  public BitSet differing(ChunkHashes list) throws IOException {
    BitSet here = new BitSet();
    here.set(0, chunks());
    here.andNot(missing());
    BitSet differing = new BitSet();
    ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
    for (int chunk = here.nextSetBit(0); chunk >= 0; chunk = here.nextSetBit(chunk + 1)) {
      MessageDigest digest = FileHash.sha256();
      long position = (long) chunk * CHUNK_BYTES;
      while (position < chunkEnd(chunk)) {
        buffer.clear().limit((int) Math.min(READ_BYTES, chunkEnd(chunk) - position));
        int read = dataChannel.read(buffer, position);
        if (read < 0) {
          throw new IOException(data + " ends at " + position);
        }
        digest.update(buffer.flip());
        position += read;
      }
      if (!list.matches(chunk, digest.digest())) {
        differing.set(chunk);
      }
    }
    return differing;
  }

  /** These chunks have to be fetched again. */
  public synchronized void forget(BitSet chunks) throws IOException {
    for (int chunk = chunks.nextSetBit(0); chunk >= 0; chunk = chunks.nextSetBit(chunk + 1)) {
      if (finished.get(chunk)) {
        journalChannel.write(ByteBuffer.wrap(new byte[] {0}), chunk);
        finished.clear(chunk);
        checked.clear(chunk);
        long bytes = chunkEnd(chunk) - (long) chunk * CHUNK_BYTES;
        finishedBytes -= bytes;
        lost(bytes);
      }
    }
    firstMissing = finished.nextClearBit(0);
  }

  /** Numbers of the chunks that were found to be as the list says. */
  public synchronized BitSet checked() {
    return (BitSet) checked.clone();
  }

  /** Whether every chunk was found to be as the list says. */
  synchronized boolean allChecked() {
    return checked.cardinality() == chunks();
  }

  /** Another program has written all bytes before this position; a lower one says nothing new. */
  public synchronized void writtenTo(long position) throws IOException {
    progress.accumulateAndGet(position, Math::max);
    for (int chunk = finished.nextClearBit(0);
        chunk < chunks() && chunkEnd(chunk) <= position;
        chunk = finished.nextClearBit(chunk)) {
      finish(chunk, false);
    }
  }

  /** Bytes that are here, those of unfinished chunks included. */
  long progress() {
    return progress.get();
  }

  synchronized long finishedBytes() {
    return finishedBytes;
  }

  /** Bytes from the start without a gap; waits a moment for more than {@code known} of them. */
  synchronized long awaitContiguous(long known, long waitMillis) throws InterruptedException {
    if (contiguous() <= known && contiguous() < size) {
      wait(waitMillis);
    }
    return contiguous();
  }

  int read(ByteBuffer into, long position) throws IOException {
    return dataChannel.read(into, position);
  }

  /** Brings all bytes to the disk. */
  void force() throws IOException {
    dataChannel.force(true);
  }

  /** Closes and removes both files. */
  void discard() throws IOException {
    close();
    Files.deleteIfExists(journal);
    Files.deleteIfExists(data);
  }

  /** Closes, and removes the journal; the data file has been moved into place. */
  void moved() throws IOException {
    close();
    Files.deleteIfExists(journal);
  }

  @Override
  public void close() throws IOException {
    journalChannel.close();
    dataChannel.close();
  }

  private int chunks() {
    return Math.toIntExact((size + CHUNK_BYTES - 1) / CHUNK_BYTES);
  }

  private long chunkEnd(int chunk) {
    return Math.min(size, (chunk + 1L) * CHUNK_BYTES);
  }

  private long contiguous() {
    return Math.min(size, (long) firstMissing * CHUNK_BYTES);
  }

  private void readJournal() throws IOException {
    ByteBuffer marks = ByteBuffer.allocate(chunks());
    int read = 0;
    while (read >= 0 && marks.hasRemaining()) {
      read = journalChannel.read(marks, marks.position());
    }
    long written = dataChannel.size();
    for (int chunk = 0; chunk < marks.position(); chunk++) {
      if (marks.get(chunk) == FINISHED && chunkEnd(chunk) <= written) {
        mark(chunk);
      }
    }
  }

  private void mark(int chunk) {
    if (!finished.get(chunk)) {
      finished.set(chunk);
      finishedBytes += chunkEnd(chunk) - (long) chunk * CHUNK_BYTES;
      firstMissing = finished.nextClearBit(firstMissing);
    }
  }
}
