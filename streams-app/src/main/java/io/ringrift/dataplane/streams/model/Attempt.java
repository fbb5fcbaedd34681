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
 */
public record Attempt(
    String transport,
    String sourceNode,
    Instant startedAt,
    long durationMs,
    long bytes,
    String outcome,
    String reaction,
    String message) {
  public Attempt {
    Objects.requireNonNull(transport, "transport");
    Objects.requireNonNull(sourceNode, "sourceNode");
    Objects.requireNonNull(outcome, "outcome");
  }
}
