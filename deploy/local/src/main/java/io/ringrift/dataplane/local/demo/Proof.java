package io.ringrift.dataplane.local.demo;

import io.ringrift.dataplane.avro.DataSignal;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.OperationState;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.avro.Replica;
import io.ringrift.dataplane.avro.ReplicaState;
import io.ringrift.dataplane.avro.SignalType;
import io.ringrift.dataplane.avro.Validation;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * Whether the demo did what it must, judged by what can be seen from outside. Pure: evidence in,
 * claims out.
 */
final class Proof {
  private final Evidence evidence;

  Proof(Evidence evidence) {
    this.evidence = evidence;
  }

  /** The file is where it should be, came once, and everyone was told. */
  List<Claim> delivered(Expectation wanted) {
    return List.of(oneFile(wanted), oneOperation(wanted), inManifest(wanted), announced(wanted));
  }

  private Claim oneFile(Expectation wanted) {
    List<FileOnDisk> copies = evidence.copies(wanted.target(), wanted.sha256());
    boolean held = copies.size() == 1 && copies.get(0).path().equals(wanted.itemId());
    return Claim.of(
        "one file on disk with the source's SHA-256, " + wanted.what(),
        held,
        held
            ? "sha256 " + shortHash(wanted.sha256())
            : copies.size() + " files: " + copies.stream().map(FileOnDisk::path).toList());
  }

  /**
   * One operation is DONE, and no second one was reported complete. When a worker dies, its
   * operation may end by the agent's own report, without any worker's.
   */
  private Claim oneOperation(Expectation wanted) {
    List<OperationStatus> done = evidence.done(wanted.itemId(), wanted.target(), wanted.sha256());
    long completed = evidence.completed(wanted.itemId(), wanted.target(), wanted.sha256());
    boolean held =
        done.size() == 1
            && completed <= 1
            && done.get(0).getOperationType() == wanted.type()
            && done.get(0).getPriority() == wanted.priority();
    return Claim.of(
        "one completed operation, %s %s, %s"
            .formatted(wanted.type(), wanted.priority(), wanted.what()),
        held,
        held
            ? done.get(0).getOperationId()
            : "%d operations DONE (%s), %d reported complete"
                .formatted(done.size(), kinds(done), completed));
  }

  private Claim inManifest(Expectation wanted) {
    String found =
        evidence
            .row(wanted.itemId())
            .map(row -> state(row, wanted.target(), wanted.sha256()))
            .orElse("no row");
    return Claim.of(
        "manifest row with the new replica, " + wanted.what(),
        found.equals(ReplicaState.AVAILABLE.name()),
        found);
  }

  private Claim announced(Expectation wanted) {
    long available =
        evidence.signals(SignalType.DATA_AVAILABLE).stream()
            .filter(signal -> wanted.itemId().equals(signal.getItemId()))
            .filter(signal -> wanted.target().equals(signal.getNodeId()))
            .filter(signal -> wanted.sha256().equals(signal.getSha256()))
            .count();
    return Claim.of(
        "DATA_AVAILABLE once, " + wanted.what(), available == 1, available + " signals");
  }

  /** The request as a whole was told to be done, once. */
  Claim completed(String cause, String requestId) {
    long told =
        evidence.signals(SignalType.SYNC_COMPLETED).stream()
            .filter(signal -> requestId.equals(signal.getRequestId()))
            .count();
    return Claim.of("SYNC_COMPLETED once for " + cause, told == 1, told + " signals");
  }

  /** The lack of data was told once, with the reason. */
  Claim blocked(String configKey, String requestId) {
    List<DataSignal> told =
        evidence.signals(SignalType.TRAINING_BLOCKED_BY_DATA).stream()
            .filter(signal -> configKey.equals(signal.getConfigKey()))
            .filter(
                signal ->
                    requestId.equals(signal.getRequestId())
                        || requestId.equals(signal.getEventId()))
            .toList();
    int others = evidence.signals(SignalType.TRAINING_BLOCKED_BY_DATA).size() - told.size();
    return Claim.of(
        "TRAINING_BLOCKED_BY_DATA once, for " + configKey + " only",
        told.size() == 1 && others == 0,
        told.isEmpty()
            ? "no signal"
            : told.get(0).getReason() + ", " + told.size() + " signals, " + others + " of others");
  }

  /** The damaged file was refused where it lies, with the reason, and went nowhere. */
  List<Claim> refused(DemoFile file, String sha256) {
    List<Replica> seen =
        evidence.row(file.itemId()).map(ManifestItem::getReplicas).orElse(List.of());
    String evidenceText =
        seen.stream()
            .filter(replica -> replica.getValidation() == Validation.INVALID)
            .map(Replica::getEvidence)
            .filter(Objects::nonNull)
            .findFirst()
            .orElse("");
    boolean chosen = evidence.row(file.itemId()).map(ManifestItem::getEligible).orElse(false);
    List<String> named = new ArrayList<>();
    evidence.allOperations().stream()
        .filter(operation -> operation.getItemId().equals(file.itemId()))
        .forEach(operation -> named.add("operation " + operation.getOperationId()));
    evidence.signals().stream()
        .filter(signal -> file.itemId().equals(signal.getItemId()))
        .forEach(signal -> named.add("signal " + signal.getType()));
    evidence.files().stream()
        .filter(copy -> copy.sha256().equals(sha256) && !copy.node().equals(file.node()))
        .forEach(copy -> named.add("file at " + copy.node()));
    return List.of(
        Claim.of(
            "damaged " + file.name() + " refused at validation, with the reason",
            !evidenceText.isEmpty() && !chosen,
            evidenceText.isEmpty() ? "no INVALID replica in the manifest" : evidenceText),
        Claim.of(
            "damaged " + file.name() + " never announced, never moved",
            named.isEmpty(),
            named.isEmpty() ? "no operation, no signal, no copy" : String.join(", ", named)));
  }

  /** Whatever else the system moved: each content came to each node once, and is there. */
  Claim nothingTwice() {
    List<String> faults = new ArrayList<>();
    for (OperationStatus operation : evidence.allOperations()) {
      String name = "%s at %s".formatted(operation.getItemId(), operation.getTargetNode());
      if (operation.getState() != OperationState.DONE) {
        faults.add("%s is %s: %s".formatted(name, operation.getState(), operation.getReason()));
        continue;
      }
      int done =
          evidence
              .done(operation.getItemId(), operation.getTargetNode(), operation.getSha256())
              .size();
      int copies = evidence.copies(operation.getTargetNode(), operation.getSha256()).size();
      if (done != 1 || copies != 1) {
        faults.add("%s: %d operations DONE, %d files".formatted(name, done, copies));
      }
    }
    return Claim.of(
        "every operation DONE, each (item, target, hash) once, with one file",
        faults.isEmpty(),
        faults.isEmpty()
            ? evidence.operations().size() + " operations"
            : String.join("; ", faults));
  }

  private static String state(ManifestItem row, String node, String sha256) {
    return row.getReplicas().stream()
        .filter(replica -> replica.getNodeId().equals(node))
        .map(
            replica ->
                sha256.equals(replica.getSha256())
                    ? replica.getState().name()
                    : "other content " + shortHash(replica.getSha256()))
        .findFirst()
        .orElse("no replica there");
  }

  private static String kinds(List<OperationStatus> operations) {
    return operations.stream()
        .map(operation -> operation.getOperationType() + " " + operation.getPriority())
        .collect(Collectors.joining(", "));
  }

  static String shortHash(String sha256) {
    return sha256 == null ? "none" : sha256.substring(0, Math.min(12, sha256.length()));
  }
}
