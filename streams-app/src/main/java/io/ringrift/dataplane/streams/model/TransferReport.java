package io.ringrift.dataplane.streams.model;

import java.util.List;
import java.util.Objects;

/**
 * What a worker tells of one epoch of an operation.
 *
 * @param attempts empty for STARTED
 * @param boot of the target's agent; COMPLETE only, else null, like sequence and path
 * @param reason FAILED and DEFERRED: why
 * @param retryAfterMs DEFERRED: when to come back; else null
 */
public record TransferReport(
    Type type,
    String operationId,
    long epoch,
    String itemId,
    String sha256,
    String targetNode,
    String workerId,
    List<Attempt> attempts,
    Long boot,
    Long sequence,
    String path,
    String reason,
    Long retryAfterMs) {

  public TransferReport {
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(operationId, "operationId");
    attempts = List.copyOf(attempts);
  }

  public enum Type {
    STARTED,
    COMPLETE,
    FAILED,
    DEFERRED
  }
}
