package io.ringrift.dataplane.streams.model;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * An accepted order to move one item to one node.
 *
 * @param epoch of the last emission; 0: none yet
 * @param targetCount targets of the request that made it
 * @param sources ranking of the last emission
 * @param attempts of all epochs, oldest first, the last {@link #MAX_ATTEMPTS}
 * @param failures epochs that failed
 * @param avoid sources not to be used again
 * @param bytesDone what its transfers have brought; a new emission goes on from there
 * @param dueAt when the ledger looks at it again of itself
 */
public record Operation(
    String operationId,
    long epoch,
    String requestId,
    String itemId,
    ItemType itemType,
    String configKey,
    String sha256,
    long sizeBytes,
    OperationType operationType,
    Priority priority,
    String targetNode,
    int targetCount,
    OperationState state,
    String reason,
    List<Requester> requesters,
    List<Source> sources,
    List<Attempt> attempts,
    int failures,
    Set<String> avoid,
    String workerId,
    long bytesDone,
    Instant createdAt,
    Instant updatedAt,
    Instant emittedAt,
    Instant dueAt,
    Instant endedAt) {

  /** Enough to tell the story of an operation, few enough for one record. */
  public static final int MAX_ATTEMPTS = 50;

  public Operation {
    Objects.requireNonNull(operationId, "operationId");
    Objects.requireNonNull(itemId, "itemId");
    Objects.requireNonNull(sha256, "sha256");
    Objects.requireNonNull(targetNode, "targetNode");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(reason, "reason");
    requesters = List.copyOf(requesters);
    sources = List.copyOf(sources);
    attempts =
        List.copyOf(attempts.subList(Math.max(0, attempts.size() - MAX_ATTEMPTS), attempts.size()));
    avoid = Set.copyOf(avoid);
  }

  /** Whether it is on its topic or with a worker: it may be read from its sources now. */
  public boolean moving() {
    return state == OperationState.QUEUED || state == OperationState.RUNNING;
  }

  public boolean open() {
    return !state.ended();
  }

  /** What the target has still to write, as far as the worker said. */
  public long bytesLeft() {
    return Math.max(0, sizeBytes - bytesDone);
  }

  /** A change of this operation; refuses a state the table doesn't allow. */
  public OperationChange to(OperationState next, String newReason, Instant now) {
    if (!state.mayBecome(next)) {
      throw new IllegalStateException(
          "operation " + operationId + " can't go from " + state + " to " + next);
    }
    return new OperationChange(this, next, newReason, now);
  }
}
