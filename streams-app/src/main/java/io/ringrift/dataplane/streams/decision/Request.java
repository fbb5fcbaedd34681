package io.ringrift.dataplane.streams.decision;

import io.ringrift.dataplane.streams.model.ClusterEvent;
import io.ringrift.dataplane.streams.model.ClusterEvent.ConfigPayload;
import io.ringrift.dataplane.streams.model.Need;
import java.util.List;

/**
 * What needs are opened for: one event, or one change that a rule answers. Its needs, one a target,
 * make up one request, which is complete when all of them are met.
 *
 * @param id the event id, or what names the change; the same cause gives the same id
 */
public record Request(String id, String eventType, String configKey) {

  public static Request of(ClusterEvent event, ConfigPayload payload) {
    return new Request(event.eventId(), event.type(), payload.configKey());
  }

  /** The id of the request's need for this target. */
  public String needId(String target) {
    return id + "@" + target;
  }

  /**
   * The request's need for this target, open, with nothing chosen.
   *
   * @param because why there is this need, and for this target
   */
  public Need need(String target, Ask ask, String because, DecisionContext context) {
    return new Need(
        needId(target),
        id,
        eventType,
        configKey,
        target,
        ask.itemType(),
        ask.operationType(),
        ask.priority(),
        ask.criteria().minQuality(),
        ask.criteria().minSamples(),
        ask.wanted(),
        ask.itemId(),
        ask.sha256(),
        ask.criteria().newerThan(),
        because,
        Need.State.OPEN,
        Reason.WAITING_FOR_DATA.because(because).text(),
        false,
        List.of(),
        context.now(),
        null,
        context.now().plus(context.policy().needLifetime()));
  }
}
