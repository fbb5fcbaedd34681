package io.ringrift.dataplane.streams.node;

import io.ringrift.dataplane.streams.model.Heartbeat;
import io.ringrift.dataplane.streams.model.SourceState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What is kept of a node beside its row to judge it, and changes too often to be told of.
 *
 * @param boot of the agent heard last; 0: none yet
 * @param sequence of the heartbeat heard last
 * @param lastHeartbeatAt null: never heard, so not judged by heartbeats
 * @param heardAt last sign of life, a heartbeat or HOST_ONLINE; null: none yet
 * @param beatsSinceOffline heartbeats since an event declared the node offline
 * @param recentEvents ids of the last events about the node, oldest first: duplicates are known by
 *     id only
 * @param source how current the node's reports are, as its agent said last; null: it never did
 * @param heard what agents and events said of a node that the node file names; null: it doesn't
 */
public record Liveness(
    long boot,
    long sequence,
    Instant lastHeartbeatAt,
    Instant heardAt,
    int beatsSinceOffline,
    List<String> recentEvents,
    SourceState source,
    Heard heard) {

  /** Of a node that was never heard of. */
  public static final Liveness NONE = new Liveness(0, 0, null, null, 0, List.of(), null, null);

  /** A repeated event comes soon after the first; nodes have a few events a day. */
  private static final int EVENTS_KEPT = 16;

  public Liveness {
    recentEvents = List.copyOf(recentEvents);
  }

  /** Whether the node has an agent whose silence means something. */
  public boolean hasAgent() {
    return lastHeartbeatAt != null;
  }

  Liveness heartbeat(Heartbeat beat, Instant at) {
    return new Liveness(
        beat.boot(),
        beat.sequence(),
        at,
        at,
        beatsSinceOffline + 1,
        recentEvents,
        beat.source(),
        heard);
  }

  Liveness online(String eventId, Instant at) {
    return new Liveness(boot, sequence, lastHeartbeatAt, at, 0, with(eventId), source, heard);
  }

  Liveness offline(String eventId) {
    return new Liveness(boot, sequence, lastHeartbeatAt, heardAt, 0, with(eventId), source, heard);
  }

  Liveness heard(Heard said) {
    return new Liveness(
        boot, sequence, lastHeartbeatAt, heardAt, beatsSinceOffline, recentEvents, source, said);
  }

  private List<String> with(String eventId) {
    List<String> events = new ArrayList<>(recentEvents);
    events.add(eventId);
    return events.size() <= EVENTS_KEPT ? events : events.subList(1, events.size());
  }
}
