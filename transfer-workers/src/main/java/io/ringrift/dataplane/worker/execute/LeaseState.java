package io.ringrift.dataplane.worker.execute;

import io.ringrift.dataplane.worker.transport.TransportKind;
import java.util.Optional;

/**
 * How far a running execution is.
 *
 * @param transport which one runs now; empty between attempts
 * @param sourceNode from where
 * @param bytesDone at the target, verified or written
 */
public record LeaseState(
    Optional<TransportKind> transport, Optional<String> sourceNode, long bytesDone) {
  /** Nothing runs yet. */
  public static final LeaseState IDLE = new LeaseState(Optional.empty(), Optional.empty(), 0);

  static LeaseState of(TransportKind transport, String sourceNode, long bytesDone) {
    return new LeaseState(Optional.of(transport), Optional.of(sourceNode), bytesDone);
  }
}
