package io.ringrift.dataplane.streams.decision.item;

import io.ringrift.dataplane.streams.manifest.NodeTable;
import io.ringrift.dataplane.streams.manifest.Row;
import io.ringrift.dataplane.streams.model.ItemOrder;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** What an item lacks, as orders; the same lack gives the same orders, which the ledger joins. */
interface ItemRule {

  /**
   * @param coming targets of the item's open operations
   */
  List<ItemOrder> orders(Row row, NodeTable nodes, Set<String> coming, Instant now);
}
