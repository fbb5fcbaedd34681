package io.ringrift.dataplane.streams.node;

import io.ringrift.dataplane.streams.model.Node;
import java.util.Objects;

/**
 * All that is kept of a node.
 *
 * @param node as others were last told
 */
public record NodeRow(Node node, Liveness liveness) {

  public NodeRow {
    Objects.requireNonNull(node, "node");
    Objects.requireNonNull(liveness, "liveness");
  }
}
