package io.ringrift.dataplane.streams.decision;

import io.ringrift.dataplane.streams.model.CatalogRow;

/** Answers a copy that is gone from a node which is expected to have it. */
@FunctionalInterface
public interface LossRule {

  /**
   * Says what follows for one training.
   *
   * @param row the item as it is now; its content is what it was, {@link Placement#nodeId()} holds
   *     it no longer
   * @param training of the item's config at that node
   */
  Decision decide(CatalogRow row, Placement training, DecisionContext context);
}
