package io.ringrift.dataplane.agent.fetch;

import io.ringrift.dataplane.agent.fetch.PullAnswer.Cause;
import io.ringrift.dataplane.agent.fetch.PullAnswer.Refused;
import java.util.Collection;
import java.util.Optional;

/** Whether there is room for one more pull: decides, does nothing. */
final class Admission {
  private static final long RETRY_MILLIS = 2_000;

  private final PullLimits limits;

  Admission(PullLimits limits) {
    this.limits = limits;
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
      if (other.sha256().equals(order.sha256())) {
        // Both would write to one partial file.
        return busy("the same content is being fetched as " + other.name().itemId());
      }
    }
    return Optional.empty();
  }

  private static Optional<Refused> busy(String reason) {
    return Optional.of(new Refused(Cause.BUSY, reason, RETRY_MILLIS));
  }
}
