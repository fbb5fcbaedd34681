package io.ringrift.dataplane.streams.codec;

import io.ringrift.dataplane.streams.model.ClusterEvent;
import io.ringrift.dataplane.streams.model.ClusterEvent.BackpressureActivated;
import io.ringrift.dataplane.streams.model.ClusterEvent.BackpressureReleased;
import io.ringrift.dataplane.streams.model.ClusterEvent.DataNeeded;
import io.ringrift.dataplane.streams.model.ClusterEvent.DataStale;
import io.ringrift.dataplane.streams.model.ClusterEvent.HostOffline;
import io.ringrift.dataplane.streams.model.ClusterEvent.HostOnline;
import io.ringrift.dataplane.streams.model.ClusterEvent.ModelPromoted;
import io.ringrift.dataplane.streams.model.ClusterEvent.NpzExportComplete;
import io.ringrift.dataplane.streams.model.ClusterEvent.Payload;
import io.ringrift.dataplane.streams.model.ClusterEvent.SelfplayComplete;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingCompleted;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingFailed;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingStarted;
import io.ringrift.dataplane.streams.model.ClusterEvent.TrainingThresholdReached;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Events between their Avro and their model form. A new event is one branch in each direction; the
 * test walks both hierarchies and names what is missing.
 */
public final class EventCodec {

  private EventCodec() {}

  public static ClusterEvent toModel(io.ringrift.dataplane.avro.ClusterEvent event) {
    return new ClusterEvent(
        event.getEventId(), event.getOccurredAt(), event.getSource(), payload(event.getPayload()));
  }

  public static io.ringrift.dataplane.avro.ClusterEvent toAvro(ClusterEvent event) {
    return io.ringrift.dataplane.avro.ClusterEvent.newBuilder()
        .setEventId(event.eventId())
        .setOccurredAt(event.occurredAt())
        .setSource(event.source())
        .setPayload(payload(event.payload()))
        .build();
  }

  private static Payload payload(Object avro) {
    if (avro instanceof io.ringrift.dataplane.avro.TrainingStarted e) {
      return new TrainingStarted(e.getConfigKey(), e.getNodeId(), e.getJobId());
    } else if (avro instanceof io.ringrift.dataplane.avro.TrainingThresholdReached e) {
      return new TrainingThresholdReached(e.getConfigKey(), e.getNodeId());
    } else if (avro instanceof io.ringrift.dataplane.avro.TrainingCompleted e) {
      return new TrainingCompleted(e.getConfigKey(), e.getNodeId(), e.getJobId());
    } else if (avro instanceof io.ringrift.dataplane.avro.TrainingFailed e) {
      return new TrainingFailed(e.getConfigKey(), e.getNodeId(), e.getJobId(), e.getError());
    } else if (avro instanceof io.ringrift.dataplane.avro.DataNeeded e) {
      return new DataNeeded(
          e.getConfigKey(), e.getNodeId(), Enums.toModel(e.getItemType()), e.getMinSamples());
    } else if (avro instanceof io.ringrift.dataplane.avro.DataStale e) {
      return new DataStale(
          e.getConfigKey(), e.getNodeId(), Enums.toModel(e.getItemType()), e.getContentTime());
    } else if (avro instanceof io.ringrift.dataplane.avro.SelfplayComplete e) {
      return new SelfplayComplete(
          e.getConfigKey(), e.getNodeId(), e.getItemId(), e.getGameCount(), e.getPath());
    } else if (avro instanceof io.ringrift.dataplane.avro.NpzExportComplete e) {
      return new NpzExportComplete(
          e.getConfigKey(),
          e.getNodeId(),
          e.getItemId(),
          e.getSha256(),
          e.getSizeBytes(),
          e.getSampleCount(),
          e.getQualityScore(),
          e.getContentTime());
    } else if (avro instanceof io.ringrift.dataplane.avro.ModelPromoted e) {
      return new ModelPromoted(
          e.getConfigKey(), e.getNodeId(), e.getItemId(), e.getSha256(), e.getElo());
    } else if (avro instanceof io.ringrift.dataplane.avro.HostOnline e) {
      return new HostOnline(
          e.getNodeId(),
          e.getKind() == null ? null : Enums.toModel(e.getKind()),
          e.getProvider(),
          e.getRegion(),
          e.getRack(),
          e.getRoles() == null ? null : Set.copyOf(e.getRoles()),
          e.getEndpoint());
    } else if (avro instanceof io.ringrift.dataplane.avro.HostOffline e) {
      return new HostOffline(e.getNodeId(), e.getReason(), e.getLost());
    } else if (avro instanceof io.ringrift.dataplane.avro.BackpressureActivated e) {
      return new BackpressureActivated(scope(e.getScope()), e.getSubject(), e.getCause());
    } else if (avro instanceof io.ringrift.dataplane.avro.BackpressureReleased e) {
      return new BackpressureReleased(scope(e.getScope()), e.getSubject());
    }
    throw new IllegalArgumentException("no model for payload " + avro.getClass().getName());
  }

  private static Object payload(Payload model) {
    if (model instanceof TrainingStarted e) {
      return new io.ringrift.dataplane.avro.TrainingStarted(e.configKey(), e.nodeId(), e.jobId());
    } else if (model instanceof TrainingThresholdReached e) {
      return new io.ringrift.dataplane.avro.TrainingThresholdReached(e.configKey(), e.nodeId());
    } else if (model instanceof TrainingCompleted e) {
      return new io.ringrift.dataplane.avro.TrainingCompleted(e.configKey(), e.nodeId(), e.jobId());
    } else if (model instanceof TrainingFailed e) {
      return new io.ringrift.dataplane.avro.TrainingFailed(
          e.configKey(), e.nodeId(), e.jobId(), e.error());
    } else if (model instanceof DataNeeded e) {
      return new io.ringrift.dataplane.avro.DataNeeded(
          e.configKey(), e.nodeId(), Enums.toAvro(e.itemType()), e.minSamples());
    } else if (model instanceof DataStale e) {
      return new io.ringrift.dataplane.avro.DataStale(
          e.configKey(), e.nodeId(), Enums.toAvro(e.itemType()), e.contentTime());
    } else if (model instanceof SelfplayComplete e) {
      return new io.ringrift.dataplane.avro.SelfplayComplete(
          e.configKey(), e.nodeId(), e.itemId(), e.gameCount(), e.path());
    } else if (model instanceof NpzExportComplete e) {
      return new io.ringrift.dataplane.avro.NpzExportComplete(
          e.configKey(),
          e.nodeId(),
          e.itemId(),
          e.sha256(),
          e.sizeBytes(),
          e.sampleCount(),
          e.qualityScore(),
          e.contentTime());
    } else if (model instanceof ModelPromoted e) {
      return new io.ringrift.dataplane.avro.ModelPromoted(
          e.configKey(), e.nodeId(), e.itemId(), e.sha256(), e.elo());
    } else if (model instanceof HostOnline e) {
      return new io.ringrift.dataplane.avro.HostOnline(
          e.nodeId(),
          e.kind() == null ? null : Enums.toAvro(e.kind()),
          e.provider(),
          e.region(),
          e.rack(),
          e.roles() == null ? null : List.copyOf(new TreeSet<>(e.roles())),
          e.endpoint());
    } else if (model instanceof HostOffline e) {
      return new io.ringrift.dataplane.avro.HostOffline(e.nodeId(), e.reason(), e.lost());
    } else if (model instanceof BackpressureActivated e) {
      return new io.ringrift.dataplane.avro.BackpressureActivated(
          scope(e.scope()), e.subject(), e.cause());
    } else if (model instanceof BackpressureReleased e) {
      return new io.ringrift.dataplane.avro.BackpressureReleased(scope(e.scope()), e.subject());
    }
    throw new IllegalArgumentException("no Avro form for payload " + model.getClass().getName());
  }

  private static ClusterEvent.Scope scope(io.ringrift.dataplane.avro.BackpressureScope scope) {
    return ClusterEvent.Scope.valueOf(scope.name());
  }

  private static io.ringrift.dataplane.avro.BackpressureScope scope(ClusterEvent.Scope scope) {
    return io.ringrift.dataplane.avro.BackpressureScope.valueOf(scope.name());
  }
}
