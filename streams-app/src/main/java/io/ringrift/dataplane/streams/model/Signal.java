package io.ringrift.dataplane.streams.model;

import java.time.Instant;
import java.util.Objects;

/**
 * What the data plane tells others.
 *
 * @param signalId repeatable: the same cause gives the same id, so a repeated signal is known
 * @param reason a stable word, e.g. {@code no_npz_available}
 * @param detail a sentence for people; may be null, like every field after it
 */
public record Signal(
    String signalId,
    Type type,
    String configKey,
    Instant occurredAt,
    String reason,
    String detail,
    String eventId,
    String requestId,
    String nodeId,
    String itemId,
    String sha256,
    String path,
    Long sampleCount,
    Long requiredSamples,
    String operationId) {

  public Signal {
    Objects.requireNonNull(signalId, "signalId");
    Objects.requireNonNull(type, "type");
    Objects.requireNonNull(configKey, "configKey");
    Objects.requireNonNull(reason, "reason");
  }

  public enum Type {
    DATA_AVAILABLE,
    SYNC_COMPLETED,
    TRAINING_BLOCKED_BY_DATA,
    SELFPLAY_NEEDED,
    DATA_TRANSFER_FAILED,
    ORPHAN_DETECTED,
    ORPHAN_RESOLVED
  }

  public static Builder of(Type type, String signalId, String configKey, Instant now) {
    return new Builder(type, signalId, configKey, now);
  }

  /** Fifteen fields, most of them absent most of the time. */
  public static final class Builder {
    private final Type type;
    private final String signalId;
    private final String configKey;
    private final Instant now;
    private String reason = "";
    private String detail;
    private String eventId;
    private String requestId;
    private String nodeId;
    private String itemId;
    private String sha256;
    private String path;
    private Long sampleCount;
    private Long requiredSamples;
    private String operationId;

    private Builder(Type type, String signalId, String configKey, Instant now) {
      this.type = type;
      this.signalId = signalId;
      this.configKey = configKey;
      this.now = now;
    }

    public Builder reason(String word, String sentence) {
      reason = word;
      detail = sentence;
      return this;
    }

    public Builder request(String event, String request) {
      eventId = event;
      requestId = request;
      return this;
    }

    public Builder node(String node) {
      nodeId = node;
      return this;
    }

    public Builder item(String item, String hash) {
      itemId = item;
      sha256 = hash;
      return this;
    }

    public Builder path(String value) {
      path = value;
      return this;
    }

    public Builder sampleCount(Long value) {
      sampleCount = value;
      return this;
    }

    public Builder requiredSamples(Long value) {
      requiredSamples = value;
      return this;
    }

    public Builder operation(String value) {
      operationId = value;
      return this;
    }

    public Signal build() {
      return new Signal(
          signalId,
          type,
          configKey,
          now,
          reason,
          detail,
          eventId,
          requestId,
          nodeId,
          itemId,
          sha256,
          path,
          sampleCount,
          requiredSamples,
          operationId);
    }
  }
}
