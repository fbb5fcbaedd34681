package io.ringrift.dataplane.worker.execute;

import io.ringrift.dataplane.worker.transport.Reaction;
import io.ringrift.dataplane.worker.transport.TransportKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One attempt over one transport from one source, as it is told to others.
 *
 * @param bytes that came over the wire, repeated ones included
 * @param outcome {@link #OK}, {@link #BUSY}, {@link #STOPPED} or the failure's code
 * @param reaction what a failure asked for
 * @param message for people
 * @param choice why this transport was tried now, and what was left out before it and why
 */
public record Attempt(
    TransportKind transport,
    String sourceNode,
    Instant startedAt,
    Duration duration,
    long bytes,
    String outcome,
    Optional<Reaction> reaction,
    Optional<String> message,
    String choice) {
  /** It arrived. */
  public static final String OK = "OK";

  /** A node was at its limits. */
  public static final String BUSY = "busy";

  /** The worker stopped in the middle of it. */
  public static final String STOPPED = "worker_stopping";

  @Override
  public String toString() {
    return transport.wireName()
        + " from "
        + sourceNode
        + ": "
        + outcome
        + message.map(text -> " (" + text + ")").orElse("");
  }
}
