package io.ringrift.dataplane.streams.topology;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Knows events that were answered, by their id and by nothing else: events of one content and two
 * ids are two events.
 *
 * <p>Keeps where the event lay. The very same record, read again after a crash without
 * exactly-once, is no duplicate: what it led to may have been lost with the crash.
 *
 * <p>A key-value store with timers, not a window store: Streams takes a window store that is empty
 * at a clean stop for a corrupted one at the next start, and wipes the task's stores.
 */
final class SeenEvents {

  private final KeyValueStore<String, byte[]> store;
  private final Timers timers;
  private final Duration retention;

  SeenEvents(KeyValueStore<String, byte[]> store, Timers timers, Duration retention) {
    this.store = store;
    this.timers = timers;
    this.retention = retention;
  }

  /**
   * Notes the event.
   *
   * @param offset of the record, in the partition of this task
   * @return whether another record brought it before
   */
  boolean before(String eventId, Instant loggedAt, long offset) {
    byte[] seen = store.get(eventId);
    if (seen != null) {
      return ByteBuffer.wrap(seen).getLong() != offset;
    }
    store.put(eventId, ByteBuffer.allocate(Long.BYTES).putLong(offset).array());
    timers.put(loggedAt.plus(retention), eventId);
    return false;
  }

  /** Forgets up to {@code limit} events that were logged longer ago than they are kept. */
  void forget(Instant now, int limit) {
    for (Timers.Due due : timers.due(now, limit)) {
      timers.drop(due.at(), due.name());
      store.delete(due.name());
    }
  }
}
