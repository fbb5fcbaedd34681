package io.ringrift.dataplane.local.chaos;

import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.OperationState;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.avro.Replica;
import io.ringrift.dataplane.avro.ReplicaState;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.config.CommonSettings;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.local.kafka.TopicReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What anyone outside can see: committed operations and manifest rows, read on a thread of its own
 * over all restarts of the broker. Thread-safe.
 */
final class Watch implements AutoCloseable {
  private static final Duration GLANCE = Duration.ofMillis(100);

  private final DurabilityLedger ledger;
  private final Topics topics;
  private final TopicReader reader;
  private final Thread thread;
  private final Map<String, OperationStatus> operations = new HashMap<>();
  private final Map<String, ManifestItem> rows = new HashMap<>();
  private final List<String> broken = new ArrayList<>();
  private volatile boolean closing;

  Watch(Settings settings, DurabilityLedger ledger) {
    this.ledger = ledger;
    this.topics = new Topics(settings.serdes(), settings.integer(CommonSettings.TOPICS_PARTITIONS));
    this.reader =
        TopicReader.of(settings)
            .on(topics.operations(), found -> operation(found.record().key(), found.value()))
            .on(topics.manifest(), found -> row(found.record().key(), found.value()))
            .open();
    this.thread = new Thread(this::follow, "watch");
    thread.setDaemon(true);
    thread.start();
  }

  private void follow() {
    while (!closing) {
      reader.readMore(GLANCE);
    }
    reader.close();
  }

  private synchronized void operation(String id, OperationStatus now) {
    if (now == null) {
      operations.remove(id);
      return;
    }
    OperationStatus before = operations.put(id, now);
    if (before != null && before.getEndedAt() != null && before.getState() != now.getState()) {
      broken.add(
          "operation %s went from %s to %s".formatted(id, before.getState(), now.getState()));
    }
    if (now.getState() == OperationState.DONE
        && (before == null || before.getState() != OperationState.DONE)) {
      ledger.done(now.getItemId(), now.getTargetNode(), now.getSha256(), id);
    }
  }

  private synchronized void row(String item, ManifestItem row) {
    if (row == null) {
      rows.remove(item);
    } else {
      rows.put(item, row);
    }
  }

  synchronized List<OperationStatus> operations() {
    return List.copyOf(operations.values());
  }

  synchronized List<ManifestItem> rows() {
    return List.copyOf(rows.values());
  }

  /** Promises of the topics that were broken. */
  synchronized List<String> broken() {
    return List.copyOf(broken);
  }

  synchronized Optional<Replica> replica(String item, String node) {
    return Optional.ofNullable(rows.get(item)).stream()
        .flatMap(row -> row.getReplicas().stream())
        .filter(replica -> replica.getNodeId().equals(node))
        .findFirst();
  }

  boolean available(String item, String node, String sha256) {
    return replica(item, node)
        .filter(replica -> replica.getState() == ReplicaState.AVAILABLE)
        .filter(replica -> sha256.equals(replica.getSha256()))
        .isPresent();
  }

  synchronized boolean allEnded() {
    return operations.values().stream().allMatch(operation -> operation.getEndedAt() != null);
  }

  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    topics.close();
  }
}
