package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.streams.codec.EventCodec;
import io.ringrift.dataplane.streams.model.ClusterEvent.ConfigPayload;
import io.ringrift.dataplane.streams.model.ClusterEvent.HostOffline;
import io.ringrift.dataplane.streams.model.ClusterEvent.HostOnline;
import io.ringrift.dataplane.streams.model.ClusterEvent.ModelPromoted;
import io.ringrift.dataplane.streams.model.ClusterEvent.NpzExportComplete;
import io.ringrift.dataplane.streams.model.ClusterEvent.Payload;
import io.ringrift.dataplane.streams.model.ClusterEvent.SelfplayComplete;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Sends an event to the stages that act on it. An event about an item goes two ways: to the item's
 * row, and to its config, where the rules are.
 */
final class EventRouter extends ContextualProcessor<String, ClusterEvent, String, ClusterEvent> {

  @Override
  public void process(Record<String, ClusterEvent> record) {
    Payload payload = EventCodec.toModel(record.value()).payload();
    if (payload instanceof ConfigPayload config) {
      String itemId = itemId(config);
      if (itemId != null) {
        forward(record, itemId, EventStage.TO_ITEMS);
      }
      forward(record, config.configKey(), EventStage.TO_DECISIONS);
    } else if (payload instanceof HostOnline host) {
      forward(record, host.nodeId(), EventStage.TO_NODES);
    } else if (payload instanceof HostOffline host) {
      forward(record, host.nodeId(), EventStage.TO_NODES);
    } else {
      forward(record, EventStage.BACKPRESSURE_KEY, EventStage.TO_ALL_ITEMS);
    }
  }

  /** Null for events about no item, and for games whose emitter doesn't know the database's id. */
  private static String itemId(ConfigPayload payload) {
    if (payload instanceof NpzExportComplete export) {
      return export.itemId();
    } else if (payload instanceof SelfplayComplete games) {
      return games.itemId();
    } else if (payload instanceof ModelPromoted model) {
      return model.itemId();
    }
    return null;
  }

  private void forward(Record<String, ClusterEvent> record, String key, String sink) {
    context().forward(record.withKey(key), sink);
  }
}
