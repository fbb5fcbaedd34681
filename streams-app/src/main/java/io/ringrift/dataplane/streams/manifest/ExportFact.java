package io.ringrift.dataplane.streams.manifest;

import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;

/**
 * What an event said of an item; of two the one with the later (occurredAt, eventId) stands.
 *
 * @param nodeId where the event said the item is; may be null
 * @param sha256 the content it spoke of; null: whatever is there
 */
public record ExportFact(
    String eventId,
    Instant occurredAt,
    String nodeId,
    String sha256,
    Instant contentTime,
    Long sampleCount,
    Long gameCount,
    Double qualityScore,
    Double elo) {

  private static final Comparator<ExportFact> LATER =
      Comparator.comparing(ExportFact::occurredAt).thenComparing(ExportFact::eventId);

  public ExportFact {
    Objects.requireNonNull(eventId, "eventId");
    Objects.requireNonNull(occurredAt, "occurredAt");
  }

  ExportFact merge(ExportFact other) {
    return LATER.compare(this, other) >= 0 ? this : other;
  }

  /** Whether it speaks of this content. */
  boolean speaksOf(String content) {
    return sha256 == null || sha256.equals(content);
  }
}
