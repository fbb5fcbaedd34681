package io.ringrift.dataplane.streams.decision.item;

import io.ringrift.dataplane.streams.manifest.NodeTable;
import io.ringrift.dataplane.streams.manifest.Row;
import io.ringrift.dataplane.streams.model.ItemOrder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The registry of item rules, in the order in which they speak. */
public final class ItemRules {

  private final List<ItemRule> rules;

  public ItemRules(ItemPolicy policy) {
    rules = List.of(new ReplicateWhenTooFew(policy), new BackUpToColdStorage(policy));
  }

  public List<ItemOrder> orders(Row row, NodeTable nodes, Set<String> coming, Instant now) {
    // What nobody has read yet is fetched where it is needed, not spread.
    if (!row.standing().eligible() || !row.standing().current().validated()) {
      return List.of();
    }
    List<ItemOrder> orders = new ArrayList<>();
    for (ItemRule rule : rules) {
      orders.addAll(rule.orders(row, nodes, coming, now));
    }
    return orders;
  }
}
