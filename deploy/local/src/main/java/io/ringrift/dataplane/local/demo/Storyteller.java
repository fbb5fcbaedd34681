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
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
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
  private final Map<String, OperationType> begun = new HashMap<>();
  private final Map<String, List<Runnable>> early = new HashMap<>();

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
      if (old == null || old.getState() != replica.getState() || isFirstRefusal(old, replica)) {
        replica(row, replica);
      }
    }
  }

  private static boolean isFirstRefusal(Replica old, Replica now) {
    return now.getValidation() == Validation.INVALID && old.getValidation() != Validation.INVALID;
  }

  private void replica(ManifestItem row, Replica replica) {
    String where = name(row.getItemId()) + " at " + replica.getNodeId();
    if (replica.getValidation() == Validation.INVALID) {
      narrator.tell("manifest", where + " refused at validation: " + replica.getEvidence());
    } else if (replica.getState() == ReplicaState.AVAILABLE) {
      narrator.tell(
          "manifest",
          "%s AVAILABLE, %s, sha256 %s%s"
              .formatted(
                  where,
                  Units.bytes(replica.getSizeBytes()),
                  Proof.shortHash(replica.getSha256()),
                  replica.getValidation() == Validation.VALID
                      ? ", read whole and found good"
                      : ""));
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
    narrator.tell(
        "decision",
        "%s: %s %s, %s"
            .formatted(
                subject(operation),
                operation.getOperationType(),
                operation.getPriority(),
                operation.getReason()));
    begun.put(operation.getOperationId(), operation.getOperationType());
    early.getOrDefault(operation.getOperationId(), List.of()).forEach(Runnable::run);
    early.remove(operation.getOperationId());
  }

  void queued(String topic, long offset, DataOperation operation) {
    if (operation == null) {
      return;
    }
    String sources =
        operation.getSources().stream()
            .map(source -> source.getNodeId() + " (" + source.getReason() + ")")
            .collect(Collectors.joining(", then "));
    tellAfterDecision(
        operation.getOperationId(),
        "queue",
        "%s offset %d: %s from %s".formatted(topic, offset, name(operation.getItemId()), sources));
  }

  /** Topics are read in no order among them: the cause is told before what came of it. */
  private void tellAfterDecision(String operationId, String who, String what) {
    OperationType type = begun.get(operationId);
    if (type == null) {
      early
          .computeIfAbsent(operationId, unused -> new ArrayList<>())
          .add(() -> tellAfterDecision(operationId, who, what));
    } else if (!ASIDE.contains(type)) {
      narrator.tell(who, what);
    }
  }

  void result(TransferResult result) {
    String id = result.getOperationId();
    String item = name(result.getItemId());
    String what = item + " to " + result.getTargetNode();
    switch (result.getType()) {
      case DATA_TRANSFER_STARTED ->
          tellAfterDecision(id, "worker", result.getWorkerId() + " takes " + what);
      case DATA_TRANSFER_COMPLETE -> {
        result
            .getAttempts()
            .forEach(attempt -> tellAfterDecision(id, "transfer", attempt(attempt, what)));
        tellAfterDecision(
            id,
            "hash",
            "%s at %s verified: sha256 %s"
                .formatted(item, result.getTargetNode(), Proof.shortHash(result.getSha256())));
        tellAfterDecision(id, "result", "DATA_TRANSFER_COMPLETE " + what);
      }
      case DATA_TRANSFER_FAILED, DATA_TRANSFER_DEFERRED ->
          tellAfterDecision(
              id, "result", "%s %s: %s".formatted(result.getType(), what, result.getReason()));
    }
  }

  void signal(DataSignal signal) {
    narrator.tell(
        "signal",
        "%s, %s: %s"
            .formatted(
                signal.getType(),
                signal.getReason(),
                signal.getDetail() == null ? signal.getConfigKey() : signal.getDetail()));
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
