package io.ringrift.dataplane.streams.replay.kafka;

import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.streams.codec.ItemCodec;
import io.ringrift.dataplane.streams.manifest.Item;
import io.ringrift.dataplane.streams.manifest.NodeTable;
import io.ringrift.dataplane.streams.manifest.Row;
import io.ringrift.dataplane.streams.manifest.Standing;
import io.ringrift.dataplane.streams.model.Node;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Items in the form of the manifest for the sake of their registers; no node is known here. */
final class RegisterRows {

  private static final NodeTable NO_NODES =
      new NodeTable() {
        @Override
        public Node node(String nodeId) {
          return null;
        }

        @Override
        public Collection<Node> all() {
          return List.of();
        }
      };

  private RegisterRows() {}

  /** Null for null. */
  static ManifestItem of(Item item) {
    return item == null
        ? null
        : ItemCodec.toAvro(
            new Row(item, Standing.of(item, NO_NODES, Set.of(), null, Instant.EPOCH)));
  }
}
