package io.ringrift.dataplane.local.demo;

import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.avro.DataSignal;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.ReplicaState;
import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.local.kafka.TopicReader;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Watches the system's topics as anyone could, keeps what it read, and has the {@link Storyteller}
 * tell it.
 */
final class Observation implements AutoCloseable {
  private static final Duration GLANCE = Duration.ofMillis(50);

  /** A replica that could be read for the first time. */
  private record Arrival(String itemId, String node, String sha256) {}

  private final Storyteller storyteller;
  private final InstantSource clock;
  private final TopicReader reader;
  private final Map<String, OperationStatus> operations = new HashMap<>();
  private final List<TransferResult> results = new ArrayList<>();
  private final List<DataSignal> signals = new ArrayList<>();
  private final Map<String, ManifestItem> manifest = new HashMap<>();
  private final Map<Arrival, Instant> arrivals = new HashMap<>();

  Observation(Settings settings, Topics topics, Storyteller storyteller, InstantSource clock) {
    this.storyteller = storyteller;
    this.clock = clock;
    TopicReader.Builder watched =
        TopicReader.of(settings)
            .on(topics.manifest(), found -> manifest(found.record().key(), found.value()))
            .on(topics.operations(), found -> operation(found.record().key(), found.value()))
            .on(topics.transferResults(), found -> result(found.value()))
            .on(topics.signals(), found -> signal(found.value()));
    for (Priority priority : Priority.values()) {
      watched.on(topics.operations(priority), found -> queued(found));
    }
    this.reader = watched.open();
  }

  /** Reads and tells what came since. */
  void glance() {
    reader.readMore(GLANCE);
  }

  /** Reads to the end of every topic. */
  void readToEnd() {
    reader.readToEnd();
  }

  Evidence evidence(List<FileOnDisk> files) {
    return new Evidence(operations, results, signals, manifest, files);
  }

  Optional<ManifestItem> row(String itemId) {
    return Optional.ofNullable(manifest.get(itemId));
  }

  List<DataSignal> signals() {
    return List.copyOf(signals);
  }

  List<OperationStatus> operations() {
    return List.copyOf(operations.values());
  }

  /** Whether no operation is on its way. */
  boolean isQuiet() {
    return operations.values().stream().allMatch(status -> status.getEndedAt() != null);
  }

  /** When the replica was first seen AVAILABLE with this content. */
  Optional<Instant> arrival(String itemId, String node, String sha256) {
    return Optional.ofNullable(arrivals.get(new Arrival(itemId, node, sha256)));
  }

  private void manifest(String itemId, ManifestItem row) {
    if (row == null) {
      manifest.remove(itemId);
      return;
    }
    ManifestItem before = manifest.put(itemId, row);
    row.getReplicas().stream()
        .filter(replica -> replica.getState() == ReplicaState.AVAILABLE)
        .forEach(
            replica ->
                arrivals.putIfAbsent(
                    new Arrival(itemId, replica.getNodeId(), replica.getSha256()),
                    clock.instant()));
    storyteller.manifest(before, row);
  }

  private void operation(String operationId, OperationStatus status) {
    if (status == null) {
      operations.remove(operationId);
      return;
    }
    storyteller.operation(operations.put(operationId, status), status);
  }

  private void queued(TopicReader.Found<DataOperation> found) {
    storyteller.queued(found.record().topic(), found.record().offset(), found.value());
  }

  private void result(TransferResult result) {
    results.add(result);
    storyteller.result(result);
  }

  private void signal(DataSignal signal) {
    signals.add(signal);
    storyteller.signal(signal);
  }

  @Override
  public void close() {
    reader.close();
  }
}
