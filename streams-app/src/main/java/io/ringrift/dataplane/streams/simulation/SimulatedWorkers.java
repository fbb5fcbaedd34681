package io.ringrift.dataplane.streams.simulation;

import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.avro.SourceOption;
import io.ringrift.dataplane.avro.TransferResultType;
import io.ringrift.dataplane.avro.Validation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The workers and the fetching half of the agents, as they are: workers take operations most urgent
 * first, and now and then the oldest; an agent fences by epoch, has one fetch of an item at a time,
 * which a later epoch adopts, and replaces only content of which the order knew. They fail as often
 * as they are told to.
 */
final class SimulatedWorkers {

  /** How long a fetch takes that nothing disturbs. */
  interface Links {
    Duration time(DataOperation op, String source);
  }

  private static final int SLOTS = 12;
  private static final Duration LEASE_RENEWAL = Duration.ofSeconds(10);

  /** Every so many-th start is of the operation that waits longest. */
  private static final int AGEING = 8;

  private static final Comparator<DataOperation> AGE =
      Comparator.comparing(DataOperation::getEmittedAt)
          .thenComparing(DataOperation::getOperationId);

  private static final Comparator<DataOperation> URGENCY =
      Comparator.comparing(DataOperation::getPriority).thenComparing(AGE);

  /** What an agent fetches now. */
  private static final class Fetch {
    final long boot;
    DataOperation op;

    /** Whether a worker lives that waits for it. */
    boolean told;

    /** The agent forgets it, as one does that is restarted. */
    boolean forgotten;

    Fetch(DataOperation op, long boot) {
      this.op = op;
      this.boot = boot;
    }
  }

  private final SimulatedCluster cluster;
  private final List<DataOperation> queue = new ArrayList<>();
  private final List<DataOperation> taken = new ArrayList<>();

  /** By node and item. */
  private final Map<String, Fetch> fetches = new HashMap<>();

  private final Map<String, Integer> running = new HashMap<>();
  private final Words words;
  private Links links;
  private Faults faults = Faults.NONE;
  private int busy;
  private int started;

  SimulatedWorkers(SimulatedCluster cluster) {
    this.cluster = cluster;
    this.words = new Words(cluster);
    this.links = (op, source) -> Duration.ofMillis(500 + cluster.lots.nextInt(15_000));
  }

  void faults(Faults newFaults) {
    faults = newFaults;
  }

  void links(Links newLinks) {
    links = newLinks;
  }

  /** Operations so far, in the order of emission. */
  List<DataOperation> taken() {
    return taken;
  }

  boolean idle() {
    return busy == 0 && queue.isEmpty();
  }

  void take(DataOperation operation) {
    taken.add(operation);
    queue.add(operation);
    startNext();
  }

  private void startNext() {
    while (busy < SLOTS && !queue.isEmpty()) {
      DataOperation next = queue.stream().min(++started % AGEING == 0 ? AGE : URGENCY).get();
      queue.remove(next);
      busy++;
      start(next);
    }
  }

  private void free() {
    busy--;
    startNext();
  }

  // ---- what an agent says to an order

  private void start(DataOperation op) {
    SimulatedNode target = cluster.nodes.get(op.getTargetNode());
    words.send(op, TransferResultType.DATA_TRANSFER_STARTED, null, null);
    if (!target.up) {
      fail(op, "unreachable", "RETRY_SAME", Duration.ofSeconds(2));
      return;
    }
    if (op.getEpoch() < target.epochs.getOrDefault(op.getItemId(), 0L)) {
      fail(op, "superseded", "GIVE_UP", Duration.ZERO);
      return;
    }
    target.epochs.put(op.getItemId(), op.getEpoch());
    Fetch current = current(target, op.getItemId());
    if (current == null) {
      begin(target, op);
      return;
    }
    if (current.told) {
      fail(current.op, "superseded", "GIVE_UP", Duration.ZERO);
      current.told = false;
    }
    if (current.op.getSha256().equals(op.getSha256())) {
      current.op = op;
      current.told = true;
      renew(current, op);
    } else {
      fetches.remove(key(target.id, op.getItemId()));
      ran(op, -1);
      words.send(op, TransferResultType.DATA_TRANSFER_DEFERRED, null, null);
      free();
    }
  }

  /** Null: none runs. */
  private Fetch current(SimulatedNode target, String itemId) {
    Fetch fetch = fetches.get(key(target.id, itemId));
    if (fetch != null && fetch.boot != target.boot) {
      ran(fetch.op, -1);
      fetches.remove(key(target.id, itemId));
      return null;
    }
    return fetch;
  }

  private void begin(SimulatedNode target, DataOperation op) {
    if (!mayReplace(target, op)) {
      fail(op, "target_changed", "RETRY_SAME", Duration.ZERO);
      return;
    }
    Fetch fetch = new Fetch(op, target.boot);
    fetches.put(key(target.id, op.getItemId()), fetch);
    ran(op, 1);
    Duration time = links.time(op, op.getSources().get(0).getNodeId());
    boolean silent = cluster.lots.nextDouble() < faults.silentTransfers();
    fetch.told = !silent;
    fetch.forgotten = silent && cluster.lots.nextBoolean();
    if (silent) {
      cluster.agenda.in(time, this::free);
    }
    renew(fetch, op);
    boolean fails = !silent && cluster.lots.nextDouble() < faults.failedTransfers();
    boolean source = cluster.lots.nextInt(4) == 0;
    cluster.agenda.in(
        time,
        () -> {
          if (fetches.get(key(target.id, op.getItemId())) != fetch) {
            lost(fetch, target);
            return;
          }
          fetches.remove(key(target.id, op.getItemId()));
          ran(op, -1);
          if (fails) {
            ended(
                fetch,
                source ? "checksum_mismatch" : "stalled",
                source ? "OTHER_SOURCE" : "RETRY_SAME");
          } else if (!fetch.forgotten) {
            arrived(fetch, target);
          } else if (fetch.told) {
            ended(fetch, "unreachable", "RETRY_SAME");
          }
        });
  }

  /** Another took its place; its worker was told then, unless the node was restarted. */
  private void lost(Fetch fetch, SimulatedNode target) {
    if (fetch.told && fetch.boot != target.boot) {
      ended(fetch, "unreachable", "RETRY_SAME");
    }
  }

  private void ran(DataOperation op, int more) {
    int now = running.merge(key(op.getTargetNode(), op.getItemId()), more, Integer::sum);
    cluster.watch().fetches(op.getTargetNode(), op.getItemId(), now);
  }

  /** What the node got or wrote since the order was given stays. */
  private static boolean mayReplace(SimulatedNode target, DataOperation op) {
    Content there = target.disk.get(op.getItemId());
    return there == null
        || target.damaged.contains(op.getItemId())
        || there.sha256().equals(op.getSha256())
        || there.sha256().equals(op.getReplacesSha256());
  }

  // ---- its end

  private void arrived(Fetch fetch, SimulatedNode target) {
    DataOperation op = fetch.op;
    Content content = offered(op);
    if (!target.up || target.boot != fetch.boot) {
      ended(fetch, "unreachable", "RETRY_SAME");
    } else if (content == null) {
      ended(fetch, "source_missing", "OTHER_SOURCE");
    } else if (!mayReplace(target, op)) {
      ended(fetch, "target_changed", "RETRY_SAME");
    } else {
      place(fetch, target, content);
    }
  }

  /** The bytes are there, verified, under their name. */
  private void place(Fetch fetch, SimulatedNode target, Content content) {
    DataOperation op = fetch.op;
    Content before = target.disk.get(op.getItemId());
    if (before != null && !target.damaged.contains(op.getItemId())) {
      cluster.watch().replaced(target.id, before, content);
    }
    cluster.put(target, content);
    // One number for the agent's report and the worker's word, as in the real system.
    ReplicaReport report = target.present(content, Validation.VALID, cluster.now());
    cluster.plane.item("inventory", op.getItemId(), report);
    if (fetch.told) {
      words.send(op, TransferResultType.DATA_TRANSFER_COMPLETE, report, null);
      free();
    }
  }

  /** The content from the best source that has it. */
  private Content offered(DataOperation op) {
    for (SourceOption source : op.getSources()) {
      SimulatedNode node = cluster.nodes.get(source.getNodeId());
      if (node.offers(op.getItemId(), op.getSha256())) {
        return node.disk.get(op.getItemId());
      }
    }
    return null;
  }

  private void ended(Fetch fetch, String outcome, String reaction) {
    if (fetch.told) {
      fail(fetch.op, outcome, reaction, Duration.ZERO);
    }
  }

  private void fail(DataOperation op, String outcome, String reaction, Duration after) {
    cluster.agenda.in(
        after,
        () -> {
          words.failed(op, outcome, reaction);
          free();
        });
  }

  /** While a worker lives that waits for the fetch. */
  private void renew(Fetch fetch, DataOperation op) {
    cluster.agenda.in(
        LEASE_RENEWAL,
        () -> {
          boolean runs = fetches.get(key(op.getTargetNode(), op.getItemId())) == fetch;
          if (runs && fetch.told && fetch.op == op) {
            words.lease(op);
            renew(fetch, op);
          }
        });
  }

  private static String key(String nodeId, String itemId) {
    return nodeId + " " + itemId;
  }
}
