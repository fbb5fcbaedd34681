package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.streams.codec.EventCodec;
import io.ringrift.dataplane.streams.codec.ItemDeltas;
import io.ringrift.dataplane.streams.decision.rule.DecisionRules;
import io.ringrift.dataplane.streams.model.ClusterEvent;
import io.ringrift.dataplane.streams.model.ClusterEvent.ConfigPayload;
import io.ringrift.dataplane.streams.model.ClusterEvent.HostOffline;
import io.ringrift.dataplane.streams.model.ClusterEvent.HostOnline;
import io.ringrift.dataplane.streams.model.ClusterEvent.Payload;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Sends an event to the stages that act on it. An event about an item goes to the item's row, and
 * to its config, where the rules are, if one of them answers such events.
 */
final class EventRouter
    extends ContextualProcessor<
        String,
        io.ringrift.dataplane.avro.ClusterEvent,
        String,
        io.ringrift.dataplane.avro.ClusterEvent> {

  @Override
  public void process(Record<String, io.ringrift.dataplane.avro.ClusterEvent> record) {
    ClusterEvent event = EventCodec.toModel(record.value());
    Payload payload = event.payload();
    if (payload instanceof ConfigPayload config) {
      // To the row that the event says something of; a replay folds by the same rule.
      ItemDeltas.of(event).ifPresent(delta -> forward(record, delta.itemId(), EventStage.TO_ITEMS));
      if (DecisionRules.answers(config)) {
        forward(record, config.configKey(), EventStage.TO_DECISIONS);
      }
    } else if (payload instanceof HostOnline host) {
      forward(record, host.nodeId(), EventStage.TO_NODES);
    } else if (payload instanceof HostOffline host) {
      forward(record, host.nodeId(), EventStage.TO_NODES);
    } else {
      forward(record, EventStage.BACKPRESSURE_KEY, EventStage.TO_ALL_ITEMS);
    }
  }

  private void forward(
      Record<String, io.ringrift.dataplane.avro.ClusterEvent> record, String key, String sink) {
    context().forward(record.withKey(key), sink);
  }
}
