package io.ringrift.dataplane.contract.check;

import io.ringrift.dataplane.avro.ClusterEvent;
import java.time.Instant;
import java.util.List;

/** Checks what services tell the data plane. */
public final class ClusterEventCheck {

  private ClusterEventCheck() {}

  /** All faults of the event and its payload; empty: it can be used. */
  public static List<Fault> check(ClusterEvent event, Instant logTime) {
    Faults faults = new Faults(logTime);
    faults.eventId("event_id", event.getEventId());
    faults.time("occurred_at", event.getOccurredAt());
    faults.id("source", event.getSource());
    PayloadChecks.check(faults, event.getPayload());
    return faults.all();
  }
}
