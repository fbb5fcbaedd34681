package io.ringrift.dataplane.streams.decision.item;

import io.ringrift.dataplane.streams.manifest.Row;
import io.ringrift.dataplane.streams.model.ItemOrder;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.OperationType;
import io.ringrift.dataplane.streams.model.Priority;
import java.time.Instant;
import java.util.Locale;

/** An order that no need waits for: a rule wants it. */
final class RuleOrder {

  private RuleOrder() {}

  static ItemOrder of(
      String rule,
      Row row,
      Node target,
      OperationType type,
      Priority priority,
      String reason,
      Instant now) {
    String sha256 = row.standing().current().sha256();
    return new ItemOrder(
        "",
        rule.toLowerCase(Locale.ROOT) + ":" + row.item().itemId() + ":" + sha256.substring(0, 12),
        rule,
        row.item().itemId(),
        row.item().itemType(),
        row.item().configKey(),
        sha256,
        target.nodeId(),
        type,
        priority,
        1,
        reason,
        now,
        false);
  }
}
