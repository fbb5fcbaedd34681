package io.ringrift.dataplane.local.demo;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.DataNeeded;
import io.ringrift.dataplane.avro.HostOnline;
import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.NodeKind;
import io.ringrift.dataplane.avro.NpzExportComplete;
import io.ringrift.dataplane.avro.TrainingStarted;
import io.ringrift.dataplane.local.event.EventForm;
import io.ringrift.dataplane.local.kafka.EventPublisher;
import io.ringrift.dataplane.local.stack.NodePlan;
import java.time.InstantSource;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;

/** The services of the cluster, as the demo plays them: they publish events and know no more. */
final class DemoEvents {
  private final EventPublisher publisher;
  private final InstantSource clock;

  DemoEvents(EventPublisher publisher, InstantSource clock) {
    this.publisher = publisher;
    this.clock = clock;
  }

  String hostOnline(NodePlan node) {
    return publish(
        "cluster-monitor",
        HostOnline.newBuilder()
            .setNodeId(node.id())
            .setKind(NodeKind.valueOf(node.kind()))
            .setProvider(node.provider())
            .setRack(node.rack())
            .setRoles(node.roles())
            .build());
  }

  String exported(DemoFile file, long bytes) {
    return publish(
        "export-daemon",
        NpzExportComplete.newBuilder()
            .setConfigKey(file.configKey())
            .setNodeId(file.node())
            .setItemId(file.itemId())
            .setSizeBytes(bytes)
            .setSampleCount(file.samples())
            .setQualityScore(file.quality())
            .setContentTime(clock.instant())
            .build());
  }

  String trainingStarted(String configKey, String node) {
    return publish(
        "trainer", TrainingStarted.newBuilder().setConfigKey(configKey).setNodeId(node).build());
  }

  String dataNeeded(String configKey, String node, long minSamples) {
    return publish(
        "trainer",
        DataNeeded.newBuilder()
            .setConfigKey(configKey)
            .setNodeId(node)
            .setItemType(ItemType.NPZ)
            .setMinSamples(minSamples)
            .build());
  }

  /** Returns the event's id, which is the id of the request that it makes. */
  private String publish(String service, SpecificRecord payload) {
    ClusterEvent event =
        ClusterEvent.newBuilder()
            .setEventId(UUID.randomUUID().toString())
            .setOccurredAt(clock.instant())
            .setSource(service)
            .setPayload(payload)
            .build();
    publisher.publish(EventForm.key(event), event);
    return event.getEventId();
  }
}
