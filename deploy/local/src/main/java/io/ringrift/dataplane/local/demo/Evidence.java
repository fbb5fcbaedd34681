package io.ringrift.dataplane.local.demo;

import io.ringrift.dataplane.avro.DataSignal;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.OperationState;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.avro.SignalType;
import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.avro.TransferResultType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What can be seen of the system from outside: committed records, and files on disk.
 *
 * @param operations last status by operation id
 * @param results all, in the order read
 * @param signals all, in the order read
 * @param manifest last row by item id
 * @param files of all nodes
 */
record Evidence(
    Map<String, OperationStatus> operations,
    List<TransferResult> results,
    List<DataSignal> signals,
    Map<String, ManifestItem> manifest,
    List<FileOnDisk> files) {

  Evidence {
    operations = Map.copyOf(operations);
    results = List.copyOf(results);
    signals = List.copyOf(signals);
    manifest = Map.copyOf(manifest);
    files = List.copyOf(files);
  }

  Collection<OperationStatus> allOperations() {
    return operations.values();
  }

  /** Operations that brought this content there. */
  List<OperationStatus> done(String itemId, String target, String sha256) {
    return allOperations().stream()
        .filter(operation -> operation.getState() == OperationState.DONE)
        .filter(operation -> operation.getItemId().equals(itemId))
        .filter(operation -> operation.getTargetNode().equals(target))
        .filter(operation -> operation.getSha256().equals(sha256))
        .toList();
  }

  /** Operations whose completion was reported for this content there; repeats of one count once. */
  long completed(String itemId, String target, String sha256) {
    return results.stream()
        .filter(result -> result.getType() == TransferResultType.DATA_TRANSFER_COMPLETE)
        .filter(result -> result.getItemId().equals(itemId))
        .filter(result -> result.getTargetNode().equals(target))
        .filter(result -> result.getSha256().equals(sha256))
        .map(TransferResult::getOperationId)
        .distinct()
        .count();
  }

  /** Files of that content at the node, whatever their name. */
  List<FileOnDisk> copies(String node, String sha256) {
    return files.stream()
        .filter(file -> file.node().equals(node) && file.sha256().equals(sha256))
        .toList();
  }

  List<DataSignal> signals(SignalType type) {
    return signals.stream().filter(signal -> signal.getType() == type).toList();
  }

  Optional<ManifestItem> row(String itemId) {
    return Optional.ofNullable(manifest.get(itemId));
  }
}
