package io.ringrift.dataplane.streams.model;

import java.time.Instant;
import java.util.Objects;

/**
 * What the decisions stage asks of the items stage: this item should be at that node.
 *
 * @param needId empty when no need waits for it (rules of the items stage)
 * @param cause event type or rule
 * @param targetCount targets of the whole request, 1 or more
 * @param cancel true: the need is gone
 */
public record ItemOrder(
    String needId,
    String requestId,
    String cause,
    String itemId,
    ItemType itemType,
    String configKey,
    String sha256,
    String targetNode,
    OperationType operationType,
    Priority priority,
    int targetCount,
    String reason,
    Instant orderedAt,
    boolean cancel) {

  public ItemOrder {
    Objects.requireNonNull(needId, "needId");
    Objects.requireNonNull(itemId, "itemId");
    Objects.requireNonNull(sha256, "sha256");
    Objects.requireNonNull(targetNode, "targetNode");
    if (targetCount < 1) {
      throw new IllegalArgumentException("targetCount: " + targetCount + ", allowed: 1 or more");
    }
  }
}
