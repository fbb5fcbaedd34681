package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.streams.model.Attempt;
import io.ringrift.dataplane.streams.schedule.LinkRecord;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Entries {@code L source 0 target 0 transport} of {@link ItemsIndex}: how transfers of this task's
 * items went, by link. Links that nothing was tried over for {@link #KEPT} are dropped, so there
 * are never more than those of the nodes that lived in that time.
 */
public final class LinkEntries {
  private static final byte KIND = 'L';
  private static final Duration KEPT = Duration.ofDays(14);

  /** Between two looks for entries to drop; a look reads all of them. */
  private static final int WRITES_BETWEEN_LOOKS = 10_000;

  private final KeyValueStore<byte[], byte[]> store;
  private int writes;

  /** One way from node to node. */
  public record Link(String source, String target, String transport) {}

  /** What is known of it. */
  public record Entry(Link link, LinkRecord record) {}

  LinkEntries(KeyValueStore<byte[], byte[]> store) {
    this.store = store;
  }

  /** Adds what was tried to bring something to the target. */
  void add(String target, List<Attempt> attempts) {
    for (Attempt attempt : attempts) {
      byte[] key = key(new Link(attempt.sourceNode(), target, attempt.transport()));
      byte[] known = store.get(key);
      LinkRecord before = known == null ? LinkRecord.NONE : record(known);
      LinkRecord after = before.with(attempt);
      if (!after.equals(before)) {
        store.put(key, bytes(after));
        writes++;
      }
      if (writes >= WRITES_BETWEEN_LOOKS) {
        writes = 0;
        dropBefore(after.at().minus(KEPT));
      }
    }
  }

  /** All that a store, or several as one, know; a link may come once of each. */
  public static List<Entry> all(ReadOnlyKeyValueStore<byte[], byte[]> store) {
    List<Entry> entries = new ArrayList<>();
    try (KeyValueIterator<byte[], byte[]> range =
        store.range(new byte[] {KIND}, new byte[] {KIND + 1})) {
      range.forEachRemaining(
          entry -> {
            if (entry.key[0] == KIND) {
              entries.add(new Entry(link(entry.key), record(entry.value)));
            }
          });
    }
    return entries;
  }

  private void dropBefore(Instant oldest) {
    for (Entry entry : all(store)) {
      if (entry.record().at().isBefore(oldest)) {
        store.delete(key(entry.link()));
      }
    }
  }

  private static byte[] key(Link link) {
    String name =
        (char) KIND
            + String.join(
                String.valueOf(ItemsIndex.SEPARATOR),
                link.source(),
                link.target(),
                link.transport());
    return name.getBytes(StandardCharsets.UTF_8);
  }

  private static Link link(byte[] key) {
    String[] names =
        new String(key, 1, key.length - 1, StandardCharsets.UTF_8)
            .split(String.valueOf(ItemsIndex.SEPARATOR), -1);
    return new Link(names[0], names[1], names[2]);
  }

  private static byte[] bytes(LinkRecord record) {
    byte[] failure = record.lastFailure().getBytes(StandardCharsets.UTF_8);
    Instant failed = record.lastFailureAt();
    return ByteBuffer.allocate(4 * Double.BYTES + 2 * Long.BYTES + failure.length)
        .putDouble(record.attempts())
        .putDouble(record.failures())
        .putDouble(record.bytes())
        .putDouble(record.seconds())
        .putLong(record.at().toEpochMilli())
        .putLong(failed == null ? Long.MIN_VALUE : failed.toEpochMilli())
        .put(failure)
        .array();
  }

  private static LinkRecord record(byte[] value) {
    ByteBuffer buffer = ByteBuffer.wrap(value);
    double attempts = buffer.getDouble();
    double failures = buffer.getDouble();
    double bytes = buffer.getDouble();
    double seconds = buffer.getDouble();
    Instant at = Instant.ofEpochMilli(buffer.getLong());
    long failed = buffer.getLong();
    String failure = StandardCharsets.UTF_8.decode(buffer).toString();
    return new LinkRecord(
        attempts,
        failures,
        bytes,
        seconds,
        at,
        failure,
        failed == Long.MIN_VALUE ? null : Instant.ofEpochMilli(failed));
  }
}
