package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.avro.NodeState;
import io.ringrift.dataplane.streams.model.ClusterEvent;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.schedule.PressureWord;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Works off what a change of a node means for the items it holds and the operations that wait for
 * it: in chunks, with the cursor in the store, so that a node with 100,000 items holds up no event
 * and a restart goes on where it was.
 */
final class NodeKeeper {

  /** Most rows a chunk. */
  private static final int CHUNK = 200;

  /** Fewest rows a chunk, however slow the machine: a scan has to end. */
  private static final int FEWEST = 30;

  /**
   * A chunk ends after this time: a tenth of the ticks' time, since what it changes costs the
   * stages behind as much again.
   */
  private static final Duration BUDGET = Duration.ofMillis(5);

  /** Phase of a scan that looks at every row. */
  static final String ALL = "a";

  private static final String ITEMS = "i";
  private static final String HELD = "h";

  private static final String WIDEST_FIRST = ALL + ITEMS + HELD;

  private final ItemStores stores;
  private final ItemKeeper items;
  private final OperationKeeper operations;
  private final InstantSource clock;

  NodeKeeper(ItemStores stores, ItemKeeper items, OperationKeeper operations, InstantSource clock) {
    this.stores = stores;
    this.items = items;
    this.operations = operations;
    this.clock = clock;
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
            || before.lost() != after.lost()
            || !Objects.equals(before.share(), after.share())
            || !Objects.equals(before.endpoint(), after.endpoint());
    boolean takes =
        before == null
            || !before.takes().equals(after.takes())
            || !before.roles().equals(after.roles());
    if ((reach || takes) && after.online() && after.hasRole(Node.BACKUP)) {
      // It lacks what was made while it was away, which no index of what it holds can tell.
      scan(after.nodeId(), ALL);
    } else if (reach || takes) {
      scan(after.nodeId(), ITEMS);
      if (before == null
          || before.online() != after.online()
          || before.lost() != after.lost()
          || !Objects.equals(before.share(), after.share())) {
        scanWhatOthersVouchFor(before, after);
      }
    } else if (after.diskFreeBytes() > before.diskFreeBytes()) {
      scan(after.nodeId(), HELD);
    }
  }

  /** What the node sees on a shared file system stands in the index under who reported it. */
  private void scanWhatOthersVouchFor(Node before, Node after) {
    for (Node node : stores.nodes().all()) {
      boolean shares = node.sharesWith(after) || (before != null && node.sharesWith(before));
      if (shares && !node.nodeId().equals(after.nodeId())) {
        scan(node.nodeId(), ITEMS);
      }
    }
  }

  /** Backpressure came or went; what waits for its end is looked at again. */
  void pressed(ClusterEvent event, Instant now) {
    stores
        .pressure()
        .take(event, now)
        .filter(word -> !word.active())
        .ifPresent(
            word -> {
              if (word.scope() == PressureWord.Scope.NODE) {
                scan(word.subject(), HELD);
              } else {
                stores.nodes().all().forEach(node -> scan(node.nodeId(), HELD));
              }
            });
  }

  /** Starts a scan, or widens the one that runs: what that one was to find must not be missed. */
  private void scan(String nodeId, String phase) {
    String running = stores.index().scans().cursor(nodeId);
    boolean covered = running != null && WIDEST_FIRST.indexOf(running.charAt(0)) < widthOf(phase);
    if (covered && phase.equals(HELD)) {
      return; // It comes to the held operations when it is through with the items.
    }
    stores.index().scans().put(nodeId, covered ? running.substring(0, 1) : phase);
  }

  private static int widthOf(String phase) {
    return WIDEST_FIRST.indexOf(phase.charAt(0));
  }

  /** One chunk of the first change that isn't worked off. */
  void workOff(Instant now) {
    NodeScans scans = stores.index().scans();
    Map.Entry<String, String> scan = scans.next();
    if (scan == null) {
      return;
    }
    String nodeId = scan.getKey();
    String phase = scan.getValue().substring(0, 1);
    List<String> chunk = chunk(nodeId, phase, scan.getValue().substring(1));
    int done = 0;
    while (done < chunk.size() && (done < FEWEST || clock.instant().isBefore(now.plus(BUDGET)))) {
      String name = chunk.get(done++);
      if (phase.equals(HELD)) {
        operations.targetChanged(name, now);
      } else {
        items.refresh(name, now);
      }
    }
    if (done < chunk.size() || done == CHUNK) {
      scans.put(nodeId, phase + chunk.get(done - 1));
    } else if (phase.equals(HELD)) {
      scans.end(nodeId);
    } else {
      scans.put(nodeId, HELD);
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
