package io.ringrift.dataplane.streams.intake;

import java.time.Instant;
import java.util.Objects;

/**
 * How an event came, for what it doesn't say itself.
 *
 * @param eventId its id if it brings none; the same for the same record, however often it is read
 * @param at when it arrived; its time if it brings none
 */
public record Arrival(String eventId, Instant at) {

  public Arrival {
    Objects.requireNonNull(eventId, "eventId");
    Objects.requireNonNull(at, "at");
  }
}
