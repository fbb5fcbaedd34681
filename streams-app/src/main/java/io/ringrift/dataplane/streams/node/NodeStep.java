package io.ringrift.dataplane.streams.node;

import io.ringrift.dataplane.streams.model.NodeChange;
import java.util.Objects;
import java.util.Optional;

/**
 * What an input did to a node.
 *
 * @param row to be kept; empty if nothing is known of the node still
 * @param change to be told to others
 * @param note for the log: an input that was heard but doesn't count
 */
public record NodeStep(Optional<NodeRow> row, Optional<NodeChange> change, Optional<String> note) {

  public NodeStep {
    Objects.requireNonNull(row, "row");
    Objects.requireNonNull(change, "change");
    Objects.requireNonNull(note, "note");
  }

  static NodeStep unchanged(NodeRow row) {
    return new NodeStep(Optional.ofNullable(row), Optional.empty(), Optional.empty());
  }

  static NodeStep ignored(NodeRow row, String why) {
    return new NodeStep(Optional.ofNullable(row), Optional.empty(), Optional.of(why));
  }

  static NodeStep changed(NodeChange change, Liveness liveness) {
    return new NodeStep(
        Optional.of(new NodeRow(change.node(), liveness)), Optional.of(change), Optional.empty());
  }
}
