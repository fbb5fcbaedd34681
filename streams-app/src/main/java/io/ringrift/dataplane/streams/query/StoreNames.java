package io.ringrift.dataplane.streams.query;

import io.ringrift.dataplane.streams.topology.DecisionStage;
import io.ringrift.dataplane.streams.topology.ItemsStage;
import io.ringrift.dataplane.streams.topology.NodeStage;

/** The stores that queries read, with what holds their composite keys together. */
final class StoreNames {

  static final String MANIFEST = ItemsStage.MANIFEST_STORE;
  static final String OPERATIONS = ItemsStage.OPERATIONS_STORE;

  /** {@code item 0 target}. */
  static final String SLOTS = ItemsStage.SLOTS_STORE;

  static final String ITEMS_INDEX = ItemsStage.INDEX_STORE;

  /** The node table as the items stage sees it, once a partition. */
  static final String ITEMS_NODES = ItemsStage.NODES_STORE;

  /** {@code config 0 node}. */
  static final String PLACEMENTS = DecisionStage.PLACEMENTS_STORE;

  static final String NODES = NodeStage.NODES;
  static final String LIVENESS = NodeStage.LIVENESS;

  /** {@code config 0 type 0 item_id}. */
  static final String CATALOG = DecisionStage.CATALOG_STORE;

  /** {@code config 0 need_id}. */
  static final String NEEDS = DecisionStage.NEEDS_STORE;

  /** Written 0 above: no id contains it. */
  static final char SEPARATOR = '\0';

  private StoreNames() {}
}
