package io.ringrift.dataplane.streams.schedule;

import io.ringrift.dataplane.streams.model.Operation;
import io.ringrift.dataplane.streams.model.OperationState;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * One side of a node: it gives what others fetch from it, and gets what is brought to it. Each side
 * has room for a number of transfers ({@link NodeLimits}).
 *
 * <p>An operation takes up room from its emission to the end of its transfer: where it goes, and
 * where it comes from. The latter is the first of its sources, which a worker asks first; if the
 * worker turns to another one, that isn't counted before the next emission.
 */
public record Place(Side side, String nodeId) {

  /** First words of holds for want of room. */
  public static final String TARGET_BUSY = "target_busy";

  public static final String SOURCE_BUSY = "source_busy";

  public enum Side {
    GIVES,
    GETS
  }

  public Place {
    Objects.requireNonNull(side, "side");
    Objects.requireNonNull(nodeId, "nodeId");
  }

  public static Place gives(String nodeId) {
    return new Place(Side.GIVES, nodeId);
  }

  public static Place gets(String nodeId) {
    return new Place(Side.GETS, nodeId);
  }

  /**
   * Where the operation takes up room now.
   *
   * @param op null: no operation
   */
  public static List<Place> takenBy(Operation op) {
    if (op == null || !op.moving()) {
      return List.of();
    }
    Place target = gets(op.targetNode());
    return op.sources().isEmpty() ? List.of(target) : List.of(target, firstSource(op));
  }

  /**
   * Where the operation stands in line for room; empty: nowhere.
   *
   * @param op null: no operation
   */
  public static Optional<Place> waitedForBy(Operation op) {
    if (op == null || op.state() != OperationState.WAITING || op.dueAt() == null) {
      return Optional.empty();
    }
    if (op.reason().startsWith(TARGET_BUSY + ":")) {
      return Optional.of(gets(op.targetNode()));
    }
    return op.reason().startsWith(SOURCE_BUSY + ":") && !op.sources().isEmpty()
        ? Optional.of(firstSource(op))
        : Optional.empty();
  }

  private static Place firstSource(Operation op) {
    return gives(op.sources().get(0).nodeId());
  }
}
