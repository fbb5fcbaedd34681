package io.ringrift.dataplane.streams.query;

import io.ringrift.dataplane.streams.topology.ItemsStage;
import io.ringrift.dataplane.streams.topology.NodeStage;

/** The stores that queries read, with what holds their composite keys together. */
final class StoreNames {

  static final String MANIFEST = ItemsStage.MANIFEST_STORE;
  static final String OPERATIONS = ItemsStage.OPERATIONS_STORE;
  static final String NODES = NodeStage.NODES;
  static final String LIVENESS = NodeStage.LIVENESS;

  /** {@code config|type|item_id}. */
  static final String CATALOG = "catalog-rows";

  /** {@code config|need_id}. */
  static final String NEEDS = "needs";

  static final char SEPARATOR = '|';

  private StoreNames() {}
}
