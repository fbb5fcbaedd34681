package io.ringrift.dataplane.agent.wire;

import io.ringrift.dataplane.agent.source.ItemKind;
import io.ringrift.dataplane.agent.source.ItemName;
import io.ringrift.dataplane.agent.source.RefusedItemException;
import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.Presence;
import io.ringrift.dataplane.avro.Replica;
import io.ringrift.dataplane.contract.Topic;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the manifest once, from its beginning to its end, for what it has at one node. */
public final class ManifestOfNode {
  private static final Logger LOG = LoggerFactory.getLogger(ManifestOfNode.class);

  private ManifestOfNode() {}

  /** Items that are PRESENT at the node; in memory is only what is there. */
  public static Collection<ItemName> read(
      Map<String, Object> kafka, Topic<ManifestItem> topic, String nodeId) {
    Map<String, ItemName> present = new HashMap<>();
    WholeTopic.read(
        kafka,
        topic,
        (itemId, item) -> {
          present.remove(itemId);
          if (item != null) {
            name(item, nodeId).ifPresent(name -> present.put(itemId, name));
          }
        });
    return present.values();
  }

  private static Optional<ItemName> name(ManifestItem item, String nodeId) {
    for (Replica replica : item.getReplicas()) {
      if (replica.getNodeId().equals(nodeId)
          && replica.getPresence() == Presence.PRESENT
          && item.getItemType() != ItemType.OTHER) {
        try {
          return Optional.of(
              ItemName.of(
                  item.getItemId(),
                  ItemKind.valueOf(item.getItemType().name()),
                  item.getConfigKey()));
        } catch (RefusedItemException e) {
          LOG.warn("the manifest has an item here that can't be: {}", e.getMessage());
        }
      }
    }
    return Optional.empty();
  }
}
