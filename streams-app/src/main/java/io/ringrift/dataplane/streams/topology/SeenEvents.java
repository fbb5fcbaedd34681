package io.ringrift.dataplane.streams.topology;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;

/**
 * Knows events that were answered, by their id and by nothing else: events of one content and two
 * ids are two events.
 *
 * <p>Keeps where the event lay. The very same record, read again after a crash without
 * exactly-once, is no duplicate: what it led to may have been lost with the crash.
 */
final class SeenEvents {

  private final WindowStore<String, byte[]> store;
  private final Duration retention;

  SeenEvents(WindowStore<String, byte[]> store, Duration retention) {
    this.store = store;
    this.retention = retention;
  }

  /**
   * Notes the event.
   *
   * @param offset of the record, in the partition of this task
   * @return whether another record brought it before
   */
  boolean before(String eventId, Instant loggedAt, long offset) {
    Instant from = loggedAt.minus(retention);
    try (WindowStoreIterator<byte[]> seen =
        store.fetch(
            eventId,
            from.isBefore(Instant.EPOCH) ? Instant.EPOCH : from,
            loggedAt.plus(retention))) {
      if (seen.hasNext()) {
        return ByteBuffer.wrap(seen.next().value).getLong() != offset;
      }
    }
    byte[] value = ByteBuffer.allocate(Long.BYTES).putLong(offset).array();
    store.put(eventId, value, loggedAt.toEpochMilli());
    return false;
  }
}
