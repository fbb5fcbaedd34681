package io.ringrift.dataplane.streams.schedule;

import static io.ringrift.dataplane.streams.manifest.Cluster.CONFIG;
import static io.ringrift.dataplane.streams.manifest.Cluster.NPZ;
import static io.ringrift.dataplane.streams.manifest.Cluster.T0;

import io.ringrift.dataplane.streams.model.Attempt;
import io.ringrift.dataplane.streams.model.ItemOrder;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Operation;
import io.ringrift.dataplane.streams.model.OperationType;
import io.ringrift.dataplane.streams.model.Priority;
import io.ringrift.dataplane.streams.model.TransferReport;
import java.util.List;

/** Orders and workers' words for tests. */
final class Orders {

  private Orders() {}

  static ItemOrder order(String needId, String sha256, String target, Priority priority) {
    return new ItemOrder(
        needId,
        "request-" + needId,
        "DATA_NEEDED",
        NPZ,
        ItemType.NPZ,
        CONFIG,
        sha256,
        target,
        OperationType.SYNC,
        priority,
        1,
        "best of its config",
        T0,
        false);
  }

  static ItemOrder cancel(String needId, String sha256, String target) {
    ItemOrder order = order(needId, sha256, target, Priority.HIGH);
    return new ItemOrder(
        order.needId(),
        order.requestId(),
        order.cause(),
        order.itemId(),
        order.itemType(),
        order.configKey(),
        order.sha256(),
        order.targetNode(),
        order.operationType(),
        order.priority(),
        1,
        "the job ended",
        T0,
        true);
  }

  static TransferReport report(TransferReport.Type type, Operation op, long epoch) {
    return report(type, op, epoch, List.of());
  }

  static TransferReport report(
      TransferReport.Type type, Operation op, long epoch, List<Attempt> attempts) {
    Long retryAfter = type == TransferReport.Type.DEFERRED ? 500L : null;
    return report(type, op, epoch, attempts, retryAfter);
  }

  static TransferReport deferred(Operation op, long retryAfterMs, List<Attempt> attempts) {
    return report(TransferReport.Type.DEFERRED, op, op.epoch(), attempts, retryAfterMs);
  }

  private static TransferReport report(
      TransferReport.Type type, Operation op, long epoch, List<Attempt> attempts, Long retryAfter) {
    return new TransferReport(
        type,
        op.operationId(),
        epoch,
        op.itemId(),
        op.sha256(),
        op.targetNode(),
        "worker-1",
        attempts,
        7L,
        1L,
        "/data/" + op.itemId(),
        type == TransferReport.Type.COMPLETE ? null : "because",
        retryAfter);
  }

  static Attempt failed(String source, String outcome, String reaction) {
    return new Attempt("p2p_http", source, T0, 10, 0, outcome, reaction, "no luck", null);
  }
}
