package io.ringrift.dataplane.agent.wire;

import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.contract.Topic;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Asks the ledger's topic which contents are still to come to a node, or to be sent by it. */
public final class OpenOperations {
  private OpenOperations() {}

  /** Hashes of the contents of open operations of all nodes. */
  public static Set<String> contents(Map<String, Object> kafka, Topic<OperationStatus> topic) {
    return contents(kafka, topic, status -> true);
  }

  /** Hashes of the contents of open operations; in memory are only those of the node. */
  public static Set<String> contents(
      Map<String, Object> kafka, Topic<OperationStatus> topic, String nodeId) {
    return contents(kafka, topic, status -> concerns(status, nodeId));
  }

  private static Set<String> contents(
      Map<String, Object> kafka,
      Topic<OperationStatus> topic,
      Predicate<OperationStatus> concerning) {
    Map<String, String> open = new HashMap<>();
    WholeTopic.read(
        kafka,
        topic,
        (key, status) -> {
          if (status == null) {
            return;
          }
          if (concerning.test(status) && isOpen(status)) {
            open.put(status.getOperationId(), status.getSha256());
          } else {
            open.remove(status.getOperationId());
          }
        });
    return new HashSet<>(open.values());
  }

  private static boolean concerns(OperationStatus status, String nodeId) {
    return status.getTargetNode().equals(nodeId)
        || status.getSources().stream().anyMatch(source -> source.getNodeId().equals(nodeId));
  }

  private static boolean isOpen(OperationStatus status) {
    return switch (status.getState()) {
      case WAITING, QUEUED, RUNNING, BACKOFF -> true;
      case DONE, FAILED, CANCELLED, SUPERSEDED -> false;
    };
  }
}
