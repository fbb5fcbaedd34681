package io.ringrift.dataplane.local.demo;

import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.avro.DataSignal;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.avro.OperationType;
import io.ringrift.dataplane.avro.Replica;
import io.ringrift.dataplane.avro.ReplicaState;
import io.ringrift.dataplane.avro.TransferAttempt;
import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.avro.Validation;
import io.ringrift.dataplane.local.output.Units;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Turns the system's records into the story of a file: one line where something happened. */
final class Storyteller {
  /** Safety copies go on beside the story: only their beginning and end are told. */
  private static final Set<OperationType> ASIDE =
      EnumSet.of(OperationType.BACKUP, OperationType.REPLICATE);

  private final Narrator narrator;
  private final Set<String> aside = new HashSet<>();

  Storyteller(Narrator narrator) {
    this.narrator = narrator;
  }

  /**
   * @param before null: the row is new
   */
  void manifest(ManifestItem before, ManifestItem row) {
    Map<String, Replica> known =
        before == null
            ? Map.of()
            : before.getReplicas().stream()
                .collect(Collectors.toMap(Replica::getNodeId, Function.identity()));
    for (Replica replica : row.getReplicas()) {
      Replica old = known.get(replica.getNodeId());
      if (old == null
          || old.getState() != replica.getState()
          || old.getValidation() != replica.getValidation()) {
        replica(row, replica);
      }
    }
  }

  private void replica(ManifestItem row, Replica replica) {
    String where = name(row.getItemId()) + " at " + replica.getNodeId();
    if (replica.getValidation() == Validation.INVALID) {
      narrator.tell("manifest", where + " refused at validation: " + replica.getEvidence());
    } else if (replica.getState() == ReplicaState.AVAILABLE) {
      narrator.tell(
          "manifest",
          "%s AVAILABLE, %s, sha256 %s, %s"
              .formatted(
                  where,
                  Units.bytes(replica.getSizeBytes()),
                  Proof.shortHash(replica.getSha256()),
                  replica.getValidation().name().toLowerCase(Locale.ROOT)));
    } else {
      narrator.tell("manifest", where + " " + replica.getState());
    }
  }

  /**
   * @param before null: the operation is new
   */
  void operation(OperationStatus before, OperationStatus now) {
    if (before == null) {
      begun(now);
    }
    if (before != null && before.getState() == now.getState()) {
      return;
    }
    switch (now.getState()) {
      case DONE ->
          narrator.tell(
              "operation",
              "%s DONE, %s after it was decided"
                  .formatted(
                      subject(now),
                      Units.duration(Duration.between(now.getCreatedAt(), now.getUpdatedAt()))));
      case FAILED, CANCELLED, SUPERSEDED, BACKOFF ->
          narrator.tell(
              "operation", "%s %s: %s".formatted(subject(now), now.getState(), now.getReason()));
      case WAITING, QUEUED, RUNNING -> {
        // Told by the queue and by the worker.
      }
    }
  }

  private void begun(OperationStatus operation) {
    if (ASIDE.contains(operation.getOperationType())) {
      aside.add(operation.getOperationId());
    }
    narrator.tell(
        "decision",
        "%s: %s %s, %s"
            .formatted(
                subject(operation),
                operation.getOperationType(),
                operation.getPriority(),
                operation.getReason()));
  }

  void queued(String topic, long offset, DataOperation operation) {
    if (operation == null || isAside(operation.getOperationId(), operation.getOperationType())) {
      return;
    }
    String sources =
        operation.getSources().stream()
            .map(source -> source.getNodeId() + " (" + source.getReason() + ")")
            .collect(Collectors.joining(", then "));
    narrator.tell(
        "queue",
        "%s offset %d, epoch %d: %s from %s"
            .formatted(topic, offset, operation.getEpoch(), name(operation.getItemId()), sources));
  }

  void result(TransferResult result) {
    if (aside.contains(result.getOperationId())) {
      return;
    }
    String what = name(result.getItemId()) + " to " + result.getTargetNode();
    switch (result.getType()) {
      case DATA_TRANSFER_STARTED ->
          narrator.tell("worker", result.getWorkerId() + " takes " + what);
      case DATA_TRANSFER_COMPLETE -> {
        result.getAttempts().forEach(attempt -> narrator.tell("transfer", attempt(attempt, what)));
        narrator.tell(
            "hash",
            "%s at %s verified: sha256 %s"
                .formatted(
                    name(result.getItemId()),
                    result.getTargetNode(),
                    Proof.shortHash(result.getSha256())));
        narrator.tell("result", "DATA_TRANSFER_COMPLETE " + what);
      }
      case DATA_TRANSFER_FAILED, DATA_TRANSFER_DEFERRED ->
          narrator.tell(
              "result", "%s %s: %s".formatted(result.getType(), what, result.getReason()));
    }
  }

  void signal(DataSignal signal) {
    String subject = signal.getItemId() == null ? signal.getConfigKey() : name(signal.getItemId());
    narrator.tell(
        "signal",
        "%s %s%s: %s%s"
            .formatted(
                signal.getType(),
                subject,
                signal.getNodeId() == null ? "" : " at " + signal.getNodeId(),
                signal.getReason(),
                signal.getDetail() == null ? "" : " (" + signal.getDetail() + ")"));
  }

  private boolean isAside(String operationId, OperationType type) {
    if (ASIDE.contains(type)) {
      aside.add(operationId);
    }
    return aside.contains(operationId);
  }

  private static String attempt(TransferAttempt attempt, String what) {
    long millis = Math.max(1, attempt.getDurationMs());
    return "%s: %s from %s, %s in %s (%s/s), %s"
        .formatted(
            what,
            attempt.getTransport(),
            attempt.getSourceNode(),
            Units.bytes(attempt.getBytes()),
            Units.duration(Duration.ofMillis(attempt.getDurationMs())),
            Units.bytes(attempt.getBytes() * 1000 / millis),
            attempt.getOutcome());
  }

  private static String subject(OperationStatus operation) {
    return name(operation.getItemId()) + " to " + operation.getTargetNode();
  }

  private static String name(String itemId) {
    return itemId.substring(itemId.lastIndexOf('/') + 1);
  }
}
