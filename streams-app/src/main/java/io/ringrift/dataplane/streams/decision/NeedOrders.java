package io.ringrift.dataplane.streams.decision;

import io.ringrift.dataplane.streams.model.CatalogRow;
import io.ringrift.dataplane.streams.model.ItemOrder;
import io.ringrift.dataplane.streams.model.Need;
import io.ringrift.dataplane.streams.model.Need.Choice;

/** What a need tells the items stage. */
final class NeedOrders {

  private NeedOrders() {}

  /** Bring this. */
  static ItemOrder bring(Need need, CatalogRow row, DecisionContext context) {
    String reason =
        need.eventType()
            + " of "
            + need.configKey()
            + ": "
            + (need.itemId() == null ? "best of its " + need.itemType() + "s is " : "")
            + Texts.row(row)
            + "; "
            + need.because();
    return order(need, row.itemId(), row.sha256(), reason, false, context);
  }

  /** Bring this, as was said before. */
  static ItemOrder again(Need need, Choice choice, DecisionContext context) {
    String reason =
        need.eventType() + " of " + need.configKey() + ", asked again; " + need.because();
    return order(need, choice.itemId(), choice.sha256(), reason, false, context);
  }

  /** No need to bring this any more. */
  static ItemOrder cancel(Need need, Choice choice, String reason, DecisionContext context) {
    return order(need, choice.itemId(), choice.sha256(), reason, true, context);
  }

  private static ItemOrder order(
      Need need,
      String itemId,
      String sha256,
      String reason,
      boolean cancel,
      DecisionContext context) {
    int targets = context.needs().ofRequest(need.configKey(), need.requestId()).size();
    return new ItemOrder(
        need.needId(),
        need.requestId(),
        need.eventType(),
        itemId,
        need.itemType(),
        need.configKey(),
        sha256,
        need.targetNode(),
        need.operationType(),
        need.priority(),
        Math.max(1, targets),
        reason,
        context.now(),
        cancel);
  }
}
