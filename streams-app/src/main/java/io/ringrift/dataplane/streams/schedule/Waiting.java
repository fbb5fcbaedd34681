package io.ringrift.dataplane.streams.schedule;

import io.ringrift.dataplane.streams.model.Operation;
import io.ringrift.dataplane.streams.model.Priority;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;

/**
 * An operation that stands in line for room at a node.
 *
 * <p><b>Whose turn it is.</b> Room that comes free goes to the most urgent, among equals to the one
 * ordered first; but every {@value #ELDEST_EVERY}th goes to the one ordered first of all. So urgent
 * work finds at most every fourth room taken by other work, and what is ordered first, of whatever
 * priority, has its room after {@value #ELDEST_EVERY} have come free. CRITICAL stands in no line.
 *
 * @param since when it was ordered
 */
public record Waiting(Priority priority, Instant since, String operationId) {

  public static final int ELDEST_EVERY = 4;

  private static final Comparator<Waiting> ELDEST =
      Comparator.comparing(Waiting::since).thenComparing(Waiting::operationId);

  private static final Comparator<Waiting> MOST_URGENT =
      Comparator.comparing(Waiting::priority).thenComparing(ELDEST);

  public Waiting {
    Objects.requireNonNull(priority, "priority");
    Objects.requireNonNull(since, "since");
    Objects.requireNonNull(operationId, "operationId");
  }

  public static Waiting of(Operation op) {
    return new Waiting(op.priority(), op.createdAt(), op.operationId());
  }

  /**
   * Who has the next room.
   *
   * @param heads of each priority's line the first, of whatever task
   * @param given how often room was given to one of this line
   */
  public static Optional<Waiting> next(Collection<Waiting> heads, long given) {
    return heads.stream().min(given % ELDEST_EVERY == ELDEST_EVERY - 1 ? ELDEST : MOST_URGENT);
  }
}
