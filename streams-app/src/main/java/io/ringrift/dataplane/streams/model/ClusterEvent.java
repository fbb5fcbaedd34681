package io.ringrift.dataplane.streams.model;

import java.time.Instant;
import java.util.Objects;

/**
 * What a service tells the data plane, checked and decoded.
 *
 * @param eventId duplicates are known by it and by nothing else
 * @param occurredAt by the emitter's clock
 */
public record ClusterEvent(String eventId, Instant occurredAt, String source, Payload payload) {

  public ClusterEvent {
    Objects.requireNonNull(eventId, "eventId");
    Objects.requireNonNull(occurredAt, "occurredAt");
    Objects.requireNonNull(payload, "payload");
  }

  /** The event's name in the seed's words, e.g. {@code TRAINING_STARTED}. */
  public String type() {
    return payload.type();
  }

  /** One of the thirteen events. */
  public sealed interface Payload {
    /** The event's name in the seed's words. */
    String type();
  }

  /** An event that rules of the decisions stage act on. */
  public sealed interface ConfigPayload extends Payload {
    String configKey();

    /** Null where the emitter doesn't know it. */
    String nodeId();
  }

  public record TrainingStarted(String configKey, String nodeId, String jobId)
      implements ConfigPayload {
    @Override
    public String type() {
      return "TRAINING_STARTED";
    }
  }

  public record TrainingThresholdReached(String configKey, String nodeId) implements ConfigPayload {
    @Override
    public String type() {
      return "TRAINING_THRESHOLD_REACHED";
    }
  }

  public record TrainingCompleted(String configKey, String nodeId, String jobId)
      implements ConfigPayload {
    @Override
    public String type() {
      return "TRAINING_COMPLETED";
    }
  }

  public record TrainingFailed(String configKey, String nodeId, String jobId, String error)
      implements ConfigPayload {
    @Override
    public String type() {
      return "TRAINING_FAILED";
    }
  }

  /**
   * @param minSamples least samples an item must hold to count, 0 or more
   */
  public record DataNeeded(String configKey, String nodeId, ItemType itemType, long minSamples)
      implements ConfigPayload {
    @Override
    public String type() {
      return "DATA_NEEDED";
    }
  }

  /**
   * @param contentTime of what the node holds now; null when not known
   */
  public record DataStale(String configKey, String nodeId, ItemType itemType, Instant contentTime)
      implements ConfigPayload {
    @Override
    public String type() {
      return "DATA_STALE";
    }
  }

  public record SelfplayComplete(
      String configKey, String nodeId, String itemId, Long gameCount, String path)
      implements ConfigPayload {
    @Override
    public String type() {
      return "SELFPLAY_COMPLETE";
    }
  }

  public record NpzExportComplete(
      String configKey,
      String nodeId,
      String itemId,
      String sha256,
      Long sizeBytes,
      Long sampleCount,
      Double qualityScore,
      Instant contentTime)
      implements ConfigPayload {
    @Override
    public String type() {
      return "NPZ_EXPORT_COMPLETE";
    }
  }

  public record ModelPromoted(
      String configKey, String nodeId, String itemId, String sha256, Double elo)
      implements ConfigPayload {
    @Override
    public String type() {
      return "MODEL_PROMOTED";
    }
  }

  /** Null fields keep what is known of the node. */
  public record HostOnline(
      String nodeId,
      NodeKind kind,
      String provider,
      String region,
      String rack,
      java.util.Set<String> roles,
      String endpoint)
      implements Payload {
    @Override
    public String type() {
      return "HOST_ONLINE";
    }
  }

  /**
   * @param lost an operator's word that the node is gone for good
   */
  public record HostOffline(String nodeId, String reason, boolean lost) implements Payload {

    public HostOffline(String nodeId, String reason) {
      this(nodeId, reason, false);
    }

    @Override
    public String type() {
      return "HOST_OFFLINE";
    }
  }

  public record BackpressureActivated(Scope scope, String subject, String cause)
      implements Payload {
    @Override
    public String type() {
      return "BACKPRESSURE_ACTIVATED";
    }
  }

  public record BackpressureReleased(Scope scope, String subject) implements Payload {
    @Override
    public String type() {
      return "BACKPRESSURE_RELEASED";
    }
  }

  /** What is under pressure. */
  public enum Scope {
    CLUSTER,
    NODE,
    QUEUE
  }
}
