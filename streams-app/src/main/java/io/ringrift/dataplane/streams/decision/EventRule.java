package io.ringrift.dataplane.streams.decision;

import io.ringrift.dataplane.streams.model.ClusterEvent;
import io.ringrift.dataplane.streams.model.ClusterEvent.ConfigPayload;

/**
 * Answers one type of event.
 *
 * @param <P> the event's payload
 */
@FunctionalInterface
public interface EventRule<P extends ConfigPayload> {

  /**
   * Says what follows.
   *
   * @param event the envelope: id and source
   */
  Decision decide(ClusterEvent event, P payload, DecisionContext context);
}
