package io.ringrift.dataplane.streams.simulation;

import io.ringrift.dataplane.streams.topology.StageTask.Input;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** One partition of one topic on its way to the task that reads it: delayed, but in order. */
final class Channel {

  private record Underway(Input input, Instant visibleAt) {}

  private final Deque<Underway> records = new ArrayDeque<>();
  private final Deque<Underway> uncommitted = new ArrayDeque<>();
  private Instant lastVisible = Instant.EPOCH;
  private long offset;

  void send(String key, Object value, Instant loggedAt, Instant visibleAt) {
    lastVisible = visibleAt.isAfter(lastVisible) ? visibleAt : lastVisible;
    records.add(new Underway(new Input(key, value, loggedAt, offset++), lastVisible));
  }

  boolean readable(Instant now) {
    return !records.isEmpty() && !records.peek().visibleAt().isAfter(now);
  }

  Input read() {
    Underway next = records.poll();
    uncommitted.add(next);
    return next.input();
  }

  boolean empty() {
    return records.isEmpty() && uncommitted.isEmpty();
  }

  void commit() {
    uncommitted.clear();
  }

  /** The reader goes back to its last commit. */
  void rewind() {
    while (!uncommitted.isEmpty()) {
      records.addFirst(uncommitted.pollLast());
    }
  }
}
