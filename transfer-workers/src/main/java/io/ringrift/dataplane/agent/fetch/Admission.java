package io.ringrift.dataplane.agent.fetch;

import io.ringrift.dataplane.agent.fetch.PullAnswer.Cause;
import io.ringrift.dataplane.agent.fetch.PullAnswer.Refused;
import java.util.Collection;
import java.util.Optional;
import java.util.function.BiPredicate;

/** Whether there is room for one more pull: decides, does nothing. */
final class Admission {
  private static final long RETRY_MILLIS = 2_000;

  private final PullLimits limits;
  private final BiPredicate<PullOrder, PullOrder> collide;

  /**
   * @param collide whether two orders would write to one place
   */
  Admission(PullLimits limits, BiPredicate<PullOrder, PullOrder> collide) {
    this.limits = limits;
    this.collide = collide;
  }

  /** Why the order can't start now, or empty. */
  Optional<Refused> refuse(PullOrder order, Collection<PullOrder> running) {
    int slots = limits.slotsFor(order.priority());
    if (running.size() >= slots) {
      return busy("all %d slots are taken".formatted(slots));
    }
    long inFlight = running.stream().mapToLong(PullOrder::sizeBytes).sum();
    if (!running.isEmpty() && inFlight + order.sizeBytes() > limits.maxBytesInFlight()) {
      return busy(
          "%,d bytes are in flight, with this order it would be more than %,d"
              .formatted(inFlight, limits.maxBytesInFlight()));
    }
    for (PullOrder other : running) {
      if (collide.test(order, other)) {
        return busy("the same content is being moved as " + other.name().itemId());
      }
    }
    return Optional.empty();
  }

  private static Optional<Refused> busy(String reason) {
    return Optional.of(new Refused(Cause.BUSY, reason, RETRY_MILLIS));
  }
}
