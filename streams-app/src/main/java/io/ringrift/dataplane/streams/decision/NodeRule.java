package io.ringrift.dataplane.streams.decision;

import io.ringrift.dataplane.streams.model.Node;

/** Answers a node that came online. */
@FunctionalInterface
public interface NodeRule {

  /**
   * Says what follows for one config.
   *
   * @param configKey one of the configs that train there
   */
  Decision decide(Node node, String configKey, DecisionContext context);
}
