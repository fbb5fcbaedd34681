package io.ringrift.dataplane.agent.wire;

import io.ringrift.dataplane.agent.source.Evictor;
import io.ringrift.dataplane.avro.Eviction;
import io.ringrift.dataplane.avro.EvictionState;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.follow.TopicFollower;
import java.io.Closeable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the plane's decisions about removals, and has those carried out that are for this node
 * and still valid. At a start it looks back over the time for which an order can be valid; what was
 * carried out before is known by the register that the order names.
 */
public final class EvictionOrders implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(EvictionOrders.class);

  /** Longer than an order is valid. */
  private static final Duration LOOK_BACK = Duration.ofMinutes(15);

  private final TopicFollower<Eviction> orders;
  private final String nodeId;
  private final Function<Evictor.Order, Optional<Evictor.Outcome>> remove;
  private final Consumer<Eviction> answers;
  private final Clock clock;

  /**
   * @param remove carries an order out
   * @param answers told what became of it
   */
  public EvictionOrders(
      Map<String, Object> kafka,
      Topic<Eviction> topic,
      String nodeId,
      Function<Evictor.Order, Optional<Evictor.Outcome>> remove,
      Consumer<Eviction> answers,
      Clock clock) {
    this.nodeId = nodeId;
    this.remove = remove;
    this.answers = answers;
    this.clock = clock;
    this.orders =
        new TopicFollower<>(
            kafka,
            "agent-" + nodeId + "-evictions",
            topic,
            LOOK_BACK,
            clock,
            key -> true,
            this::take);
  }

  public void start() {
    orders.start();
  }

  private void take(Eviction order) {
    Instant now = clock.instant();
    if (order.getState() != EvictionState.ORDERED
        || !order.getNodeId().equals(nodeId)
        || now.isAfter(order.getValidUntil())) {
      return;
    }
    remove
        .apply(
            new Evictor.Order(
                order.getItemId(), order.getSha256(), order.getBoot(), order.getSequence()))
        .ifPresent(
            outcome -> {
              LOG.info(
                  "removal of {} by request {}: {}",
                  order.getItemId(),
                  order.getRequestId(),
                  outcome.done() ? "done" : outcome.reason());
              answers.accept(answer(order, outcome, now));
            });
  }

  private static Eviction answer(Eviction order, Evictor.Outcome outcome, Instant now) {
    return Eviction.newBuilder(order)
        .setState(outcome.done() ? EvictionState.DONE : EvictionState.REFUSED)
        .setReason(outcome.done() ? "removed: by the agent" : outcome.reason())
        .setValidUntil(null)
        .setOccurredAt(now)
        .build();
  }

  @Override
  public void close() {
    orders.close();
  }
}
