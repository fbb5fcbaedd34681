package io.ringrift.dataplane.streams.schedule;

import io.ringrift.dataplane.streams.model.Operation;
import io.ringrift.dataplane.streams.model.Priority;
import java.time.Instant;
import java.util.Optional;

/**
 * What else is going on when an operation is about to be emitted.
 *
 * @param bringing a node with the same files to which this content is being brought; null: none
 * @param underWay transfers of priority NORMAL to its target that are emitted and not ended
 * @param room which nodes can take part in one more transfer
 */
public record Traffic(Pressure pressure, String bringing, long underWay, NodeRoom room) {

  /** No pressure, no other transfer. */
  public static final Traffic QUIET = new Traffic(Pressure.NONE, null, 0, NodeRoom.UNLIMITED);

  /** Why the operation has to wait for others; empty: it hasn't. */
  Optional<String> hold(Operation op, Instant now) {
    return pressure
        .on(op.priority(), op.targetNode(), now)
        .filter(word -> op.priority() != Priority.NORMAL || underWay > 0)
        .map(
            word ->
                op.priority() == Priority.NORMAL
                    ? "slowed, %s gets one transfer after another: %s"
                        .formatted(op.targetNode(), word.text())
                    : word.text());
  }
}
