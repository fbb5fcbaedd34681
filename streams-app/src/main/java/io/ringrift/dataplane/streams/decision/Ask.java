package io.ringrift.dataplane.streams.decision;

import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.OperationType;
import io.ringrift.dataplane.streams.model.Priority;

/**
 * What a rule asks for, target apart: which data, and how it is to be moved.
 *
 * @param wanted how many items, best first
 * @param itemId if not null only this item will do
 * @param sha256 if not null only this content of it will do
 */
public record Ask(
    ItemType itemType,
    OperationType operationType,
    Priority priority,
    Criteria criteria,
    int wanted,
    String itemId,
    String sha256) {

  /** The best {@code wanted} items that meet the criteria. */
  public static Ask best(
      int wanted, ItemType type, Criteria criteria, OperationType move, Priority priority) {
    return new Ask(type, move, priority, criteria, wanted, null, null);
  }

  /**
   * This item, whatever its quality.
   *
   * @param sha256 null: whatever content it has
   */
  public static Ask item(ItemType type, String itemId, String sha256, Priority priority) {
    return new Ask(type, OperationType.SYNC, priority, Criteria.ANY, 1, itemId, sha256);
  }
}
