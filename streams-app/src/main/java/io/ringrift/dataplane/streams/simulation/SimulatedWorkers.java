package io.ringrift.dataplane.streams.simulation;

import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.avro.SourceOption;
import io.ringrift.dataplane.avro.TransferAttempt;
import io.ringrift.dataplane.avro.TransferLease;
import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.avro.TransferResultType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The workers and the fetching half of the agents: takes operations most urgent first, fetches from
 * the best source, fences by epoch, puts no older content over newer, and fails as often as it is
 * told to.
 */
final class SimulatedWorkers {

  private static final int SLOTS = 12;
  private static final Duration LEASE_RENEWAL = Duration.ofSeconds(10);

  private static final Comparator<DataOperation> URGENCY =
      Comparator.comparing(DataOperation::getPriority)
          .thenComparing(DataOperation::getEmittedAt)
          .thenComparing(DataOperation::getOperationId);

  private final SimulatedCluster cluster;
  private final List<DataOperation> queue = new ArrayList<>();
  private final List<DataOperation> taken = new ArrayList<>();
  private Faults faults = Faults.NONE;
  private int running;

  SimulatedWorkers(SimulatedCluster cluster) {
    this.cluster = cluster;
  }

  void faults(Faults newFaults) {
    faults = newFaults;
  }

  /** Operations so far, in the order of emission. */
  List<DataOperation> taken() {
    return taken;
  }

  boolean idle() {
    return running == 0 && queue.isEmpty();
  }

  void take(DataOperation operation) {
    taken.add(operation);
    queue.add(operation);
    startNext();
  }

  private void startNext() {
    while (running < SLOTS && !queue.isEmpty()) {
      queue.sort(URGENCY);
      DataOperation next = queue.remove(0);
      running++;
      start(next);
    }
  }

  private void start(DataOperation op) {
    SimulatedNode target = cluster.nodes.get(op.getTargetNode());
    send(op, TransferResultType.DATA_TRANSFER_STARTED, null, null);
    if (!target.up) {
      end(op, "unreachable", null, "RETRY_SAME", Duration.ofSeconds(2));
      return;
    }
    long seen = target.epochs.getOrDefault(op.getItemId(), 0L);
    if (op.getEpoch() < seen) {
      end(op, "superseded", null, "GIVE_UP", Duration.ZERO);
      return;
    }
    target.epochs.put(op.getItemId(), op.getEpoch());
    Duration time = Duration.ofMillis(500 + cluster.lots.nextInt(15_000));
    renew(op, time);
    boolean silent = cluster.lots.nextDouble() < faults.silentTransfers();
    boolean arrivesAnyway = cluster.lots.nextBoolean();
    boolean fails = cluster.lots.nextDouble() < faults.failedTransfers();
    if (silent) {
      cluster.agenda.in(
          time,
          () -> {
            if (arrivesAnyway) {
              arrive(op, false);
            }
            free();
          });
    } else if (fails) {
      boolean source = cluster.lots.nextInt(4) == 0;
      end(
          op,
          source ? "checksum_mismatch" : "stalled",
          op.getSources().get(0).getNodeId(),
          source ? "OTHER_SOURCE" : "RETRY_SAME",
          time);
    } else {
      cluster.agenda.in(time, () -> fetched(op));
    }
  }

  /** Only one that lives renews; a silent one is one that died at once. */
  private void renew(DataOperation op, Duration time) {
    if (time.compareTo(LEASE_RENEWAL) > 0) {
      cluster.agenda.in(
          LEASE_RENEWAL,
          () ->
              cluster.plane.item(
                  "transfer-leases",
                  op.getItemId(),
                  new TransferLease(
                      op.getOperationId(),
                      op.getEpoch(),
                      op.getItemId(),
                      op.getTargetNode(),
                      "worker-1",
                      "p2p_http",
                      op.getSources().get(0).getNodeId(),
                      op.getSizeBytes() / 2,
                      op.getSizeBytes())));
    }
  }

  private void fetched(DataOperation op) {
    String missing = arrive(op, true);
    if (missing != null) {
      end(op, missing, op.getSources().get(0).getNodeId(), "OTHER_SOURCE", Duration.ZERO);
    } else {
      free();
    }
  }

  /**
   * The bytes are there, verified, under their name.
   *
   * @return why not; null: they are
   */
  private String arrive(DataOperation op, boolean told) {
    SimulatedNode target = cluster.nodes.get(op.getTargetNode());
    if (!target.up) {
      return "unreachable";
    }
    if (target.epochs.getOrDefault(op.getItemId(), 0L) > op.getEpoch()) {
      return "superseded";
    }
    Content content = offered(op);
    if (content == null) {
      return "source_missing";
    }
    Content before = target.disk.get(op.getItemId());
    if (before != null && before.contentTime().isAfter(content.contentTime())) {
      return "target_has_newer";
    }
    cluster.put(target, content);
    // One number for the agent's report and the worker's word, as in the real system.
    io.ringrift.dataplane.avro.ReplicaReport report =
        target.present(content, io.ringrift.dataplane.avro.Validation.VALID, cluster.now());
    cluster.plane.item("inventory", op.getItemId(), report);
    if (told) {
      send(op, TransferResultType.DATA_TRANSFER_COMPLETE, report, null);
    }
    return null;
  }

  /** The content from the best source that has it. */
  private Content offered(DataOperation op) {
    for (SourceOption source : op.getSources()) {
      SimulatedNode node = cluster.nodes.get(source.getNodeId());
      Content content = node.disk.get(op.getItemId());
      boolean good = node.up && content != null && !node.damaged.contains(op.getItemId());
      if (good && content.sha256().equals(op.getSha256())) {
        return content;
      }
    }
    return null;
  }

  private void end(
      DataOperation op, String outcome, String source, String reaction, Duration after) {
    cluster.agenda.in(
        after,
        () -> {
          String from = source == null ? op.getSources().get(0).getNodeId() : source;
          send(
              op,
              TransferResultType.DATA_TRANSFER_FAILED,
              null,
              new TransferAttempt(
                  "p2p_http", from, cluster.now(), 10L, 0L, outcome, reaction, outcome));
          free();
        });
  }

  private void free() {
    running--;
    startNext();
  }

  private void send(
      DataOperation op,
      TransferResultType type,
      io.ringrift.dataplane.avro.ReplicaReport report,
      TransferAttempt attempt) {
    cluster.plane.item(
        "transfer-results",
        op.getItemId(),
        TransferResult.newBuilder()
            .setType(type)
            .setOperationId(op.getOperationId())
            .setEpoch(op.getEpoch())
            .setItemId(op.getItemId())
            .setItemType(op.getItemType())
            .setConfigKey(op.getConfigKey())
            .setSha256(op.getSha256())
            .setSizeBytes(op.getSizeBytes())
            .setTargetNode(op.getTargetNode())
            .setWorkerId("worker-1")
            .setOccurredAt(cluster.now())
            .setAttempts(attempt == null ? List.of() : List.of(attempt))
            .setReason(attempt == null ? null : attempt.getOutcome())
            .setBoot(report == null ? null : report.getBoot())
            .setSequence(report == null ? null : report.getSequence())
            .setPath(report == null ? null : report.getPath())
            .build());
  }
}
