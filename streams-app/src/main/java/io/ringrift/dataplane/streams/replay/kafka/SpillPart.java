package io.ringrift.dataplane.streams.replay.kafka;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/**
 * Records in a file, one after another. What is put last waits in memory until there is enough of
 * it to be worth a write.
 *
 * <pre>
 * length hash | topic mark partition offset timestamp key-length value-length | key value
 * </pre>
 */
final class SpillPart {

  /** So many are there at once that no file is held open. */
  private static final int BUFFER_BYTES = 32 * 1024;

  private static final int READ_BYTES = 256 * 1024;
  private static final int FRAME_BYTES = 2 * Integer.BYTES;
  private static final int HEAD_BYTES =
      FRAME_BYTES + 2 + Integer.BYTES + 2 * Long.BYTES + 2 * Integer.BYTES;

  /** Length of a key or value that is null. */
  private static final int NONE = -1;

  private final Path file;
  private final List<String> topics;
  private ByteBuffer unwritten;
  private long written;

  SpillPart(Path file, List<String> topics) {
    this.file = file;
    this.topics = topics;
  }

  /** Takes a record, and what it was marked with. */
  @FunctionalInterface
  interface Taker {
    void take(ConsumerRecord<byte[], byte[]> record, boolean mark);
  }

  /** Takes a record as it lies in the file. */
  @FunctionalInterface
  interface EntryTaker {
    void take(int hash, ByteBuffer entry);
  }

  synchronized void put(int hash, byte topic, boolean mark, ConsumerRecord<byte[], byte[]> record) {
    int length =
        HEAD_BYTES + Math.max(0, length(record.key())) + Math.max(0, length(record.value()));
    ByteBuffer room = room(length);
    room.putInt(length).putInt(hash);
    room.put(topic).put((byte) (mark ? 1 : 0));
    room.putInt(record.partition()).putLong(record.offset()).putLong(record.timestamp());
    room.putInt(length(record.key())).putInt(length(record.value()));
    if (record.key() != null) {
      room.put(record.key());
    }
    if (record.value() != null) {
      room.put(record.value());
    }
  }

  synchronized void put(ByteBuffer entry) {
    room(entry.remaining()).put(entry);
  }

  private static int length(byte[] bytes) {
    return bytes == null ? NONE : bytes.length;
  }

  private ByteBuffer room(int bytes) {
    if (unwritten == null) {
      unwritten = ByteBuffer.allocate(Math.max(BUFFER_BYTES, bytes));
    } else if (unwritten.remaining() < bytes) {
      write();
      if (unwritten.capacity() < bytes) {
        unwritten = ByteBuffer.allocate(bytes);
      }
    }
    return unwritten;
  }

  /** Writes what waits, and needs no memory until more is put. */
  synchronized void flush() {
    if (unwritten != null) {
      write();
      unwritten = null;
    }
  }

  private void write() {
    unwritten.flip();
    written += unwritten.remaining();
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (unwritten.hasRemaining()) {
        channel.write(unwritten);
      }
    } catch (IOException e) {
      throw failed(file, e);
    }
    unwritten.clear();
  }

  /** What has been written. */
  synchronized long bytes() {
    return written;
  }

  /** Gives the record at the buffer's position. */
  void record(ByteBuffer entry, Taker taker) {
    entry.position(entry.position() + FRAME_BYTES);
    String topic = topics.get(entry.get());
    boolean mark = entry.get() != 0;
    int partition = entry.getInt();
    long offset = entry.getLong();
    long timestamp = entry.getLong();
    int keyLength = entry.getInt();
    int valueLength = entry.getInt();
    byte[] key = bytes(entry, keyLength);
    byte[] value = bytes(entry, valueLength);
    taker.take(
        new ConsumerRecord<>(
            topic,
            partition,
            offset,
            timestamp,
            TimestampType.LOG_APPEND_TIME,
            keyLength,
            valueLength,
            key,
            value,
            new RecordHeaders(),
            Optional.empty()),
        mark);
  }

  private static byte[] bytes(ByteBuffer entry, int length) {
    if (length == NONE) {
      return null;
    }
    byte[] bytes = new byte[length];
    entry.get(bytes);
    return bytes;
  }

  /** Of the entry that begins there. */
  static int length(ByteBuffer entries, int at) {
    return entries.getInt(at);
  }

  /** Of the entry that begins there. */
  static int hash(ByteBuffer entries, int at) {
    return entries.getInt(at + Integer.BYTES);
  }

  /** All that was written, as it lies there. */
  ByteBuffer load() {
    ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(bytes()));
    if (all.hasRemaining()) {
      read(
          channel -> {
            while (all.hasRemaining()) {
              // In slices: for each size that is read at once the JDK keeps a buffer as large.
              all.limit(Math.min(all.position() + READ_BYTES, all.capacity()));
              if (channel.read(all) < 0) {
                throw cut();
              }
              all.limit(all.capacity());
            }
          });
    }
    return all.flip();
  }

  /** Gives all that was written, as it lies there; an entry is good until its taker returns. */
  void entries(EntryTaker taker) {
    if (bytes() > 0) {
      read(
          channel -> {
            ByteBuffer buffer = ByteBuffer.allocate(READ_BYTES);
            while (channel.read(buffer) >= 0) {
              buffer = give(buffer.flip(), taker);
            }
            if (buffer.position() > 0) {
              throw cut();
            }
          });
    }
  }

  @FunctionalInterface
  private interface Reading {
    void from(FileChannel channel) throws IOException;
  }

  private void read(Reading reading) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      reading.from(channel);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  private static IOException cut() {
    return new IOException("it ends in the middle of a record");
  }

  /** Gives the entries that are whole. Returns a buffer with what is left, and room. */
  private static ByteBuffer give(ByteBuffer read, EntryTaker taker) {
    int limit = read.limit();
    int at = 0;
    while (limit - at >= FRAME_BYTES && limit - at >= length(read, at)) {
      int end = at + length(read, at);
      taker.take(hash(read, at), read.limit(end).position(at));
      read.limit(limit).position(end);
      at = end;
    }
    ByteBuffer left = read.compact();
    return left.hasRemaining() ? left : ByteBuffer.allocate(2 * left.capacity()).put(left.flip());
  }

  synchronized void delete() {
    unwritten = null;
    written = 0;
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  static ReplayException failed(Path file, IOException e) {
    return new ReplayException(
        "can't keep records in "
            + file
            + ": "
            + e.getMessage()
            + "; a replay needs about as much room there as the history's records take uncompressed",
        e);
  }
}
