package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.avro.NodeState;
import io.ringrift.dataplane.streams.model.Node;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/**
 * Works off what a change of a node means for the items it holds and the operations that wait for
 * it: in chunks, with the cursor in the store, so that a node with 100,000 items holds up no event
 * and a restart goes on where it was.
 */
final class NodeKeeper {

  /** Rows a chunk: about 20 ms of work. */
  private static final int CHUNK = 200;

  private static final String ALL = "a";
  private static final String ITEMS = "i";
  private static final String HELD = "h";

  private final ItemStores stores;
  private final ItemKeeper items;
  private final OperationKeeper operations;

  NodeKeeper(ItemStores stores, ItemKeeper items, OperationKeeper operations) {
    this.stores = stores;
    this.items = items;
    this.operations = operations;
  }

  void changed(NodeState state) {
    Node before = stores.nodes().node(state.getNodeId());
    if (!stores.nodes().put(state)) {
      return;
    }
    Node after = stores.nodes().node(state.getNodeId());
    boolean reach =
        before == null
            || before.online() != after.online()
            || !Objects.equals(before.endpoint(), after.endpoint());
    boolean takes =
        before == null
            || !before.receives().equals(after.receives())
            || !before.roles().equals(after.roles());
    if ((reach || takes) && after.online() && after.hasRole(Node.BACKUP)) {
      // It lacks what was made while it was away, which no index of what it holds can tell.
      stores.index().putScan(after.nodeId(), ALL);
    } else if (reach || takes) {
      stores.index().putScan(after.nodeId(), ITEMS);
    } else if (after.diskFreeBytes() > before.diskFreeBytes()) {
      stores.index().putScan(after.nodeId(), HELD);
    }
  }

  /** One chunk of the first change that isn't worked off. */
  void workOff(Instant now) {
    ItemsIndex.Scan scan = stores.index().nextScan();
    if (scan == null) {
      return;
    }
    String phase = scan.cursor().substring(0, 1);
    List<String> chunk = chunk(scan.nodeId(), phase, scan.cursor().substring(1));
    for (String name : chunk) {
      if (phase.equals(HELD)) {
        operations.targetChanged(name, now);
      } else {
        items.refresh(name, now);
      }
    }
    if (chunk.size() == CHUNK) {
      stores.index().putScan(scan.nodeId(), phase + chunk.get(CHUNK - 1));
    } else if (phase.equals(HELD)) {
      stores.index().endScan(scan.nodeId());
    } else {
      stores.index().putScan(scan.nodeId(), HELD);
    }
  }

  private List<String> chunk(String nodeId, String phase, String after) {
    return switch (phase) {
      case ALL -> stores.items(after, CHUNK);
      case ITEMS -> stores.index().items(nodeId, after, CHUNK);
      default -> stores.index().heldFor(nodeId, after, CHUNK);
    };
  }
}
