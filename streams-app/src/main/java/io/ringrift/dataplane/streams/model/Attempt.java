package io.ringrift.dataplane.streams.model;

import java.time.Instant;
import java.util.Objects;

/**
 * One attempt over one transport from one source, as the worker told it.
 *
 * @param bytes over the wire, repeated ones included
 * @param outcome OK or the failure's code
 * @param reaction what the failure asks for: RETRY_SAME, NEXT_TRANSPORT, OTHER_SOURCE, GIVE_UP;
 *     null when OK
 * @param choice why this transport was tried now; null where the worker doesn't tell
 */
public record Attempt(
    String transport,
    String sourceNode,
    Instant startedAt,
    long durationMs,
    long bytes,
    String outcome,
    String reaction,
    String message,
    String choice) {
  public Attempt {
    Objects.requireNonNull(transport, "transport");
    Objects.requireNonNull(sourceNode, "sourceNode");
    Objects.requireNonNull(outcome, "outcome");
  }
}
