package io.ringrift.dataplane.local.chaos;

import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.OperationState;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.avro.Presence;
import io.ringrift.dataplane.avro.Replica;
import io.ringrift.dataplane.avro.ReplicaState;
import io.ringrift.dataplane.local.chaos.Disks.Place;
import io.ringrift.dataplane.local.chaos.DurabilityLedger.Owed;
import io.ringrift.dataplane.local.chaos.DurabilityLedger.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;

/** What must be so after a round; each violation is a sentence. */
final class RoundCheck {
  /** The ledger's word for a target without room. */
  private static final String DISK_FULL = "target_disk_full";

  private final DurabilityLedger ledger;
  private final Watch watch;

  RoundCheck(DurabilityLedger ledger, Watch watch) {
    this.ledger = ledger;
    this.watch = watch;
  }

  /** What the system still has to do: operations that have not ended, data that has not arrived. */
  List<String> unsettled() {
    List<String> open = new ArrayList<>();
    for (OperationStatus operation : watch.operations()) {
      if (operation.getEndedAt() == null) {
        open.add(
            "%s of %s to %s is %s: %s"
                .formatted(
                    operation.getOperationId(),
                    operation.getItemId(),
                    operation.getTargetNode(),
                    operation.getState(),
                    operation.getReason()));
      }
    }
    for (Owed owed : ledger.owed()) {
      if (!watch.available(owed.itemId(), owed.node(), owed.sha256())) {
        open.add(
            "%s is owed to %s because of %s, and the manifest has %s"
                .formatted(
                    owed.itemId(),
                    owed.node(),
                    owed.because(),
                    watch
                        .replica(owed.itemId(), owed.node())
                        .map(replica -> replica.getState() + " " + replica.getEvidence())
                        .orElse("nothing there")));
      }
    }
    return open;
  }

  /** Where the manifest's rows and the disks differ; they may for a moment, while agents look. */
  List<String> differences(Disks disks, Predicate<String> wanted) {
    List<String> found = new ArrayList<>();
    int known = 0;
    for (ManifestItem row : watch.rows()) {
      if (!wanted.test(row.getItemId())) {
        continue;
      }
      for (Replica replica : row.getReplicas()) {
        String onDisk = disks.hashes().get(new Place(replica.getNodeId(), row.getItemId()));
        String told = replica.getPresence() == Presence.PRESENT ? replica.getSha256() : null;
        known += told == null ? 0 : 1;
        if (!Objects.equals(told, onDisk)) {
          found.add(
              "%s at %s: the manifest says %s, the disk %s"
                  .formatted(row.getItemId(), replica.getNodeId(), told, onDisk));
        }
      }
    }
    if (found.isEmpty() && known != disks.hashes().size()) {
      found.add("%d files on disk, %d in the manifest".formatted(disks.hashes().size(), known));
    }
    return found;
  }

  /**
   * What is wrong for good, once all is settled.
   *
   * @param wanted for which items the disks were read
   */
  List<String> violations(Disks disks, Predicate<String> wanted) {
    List<String> wrong = new ArrayList<>(watch.broken());
    Map<String, Written> written = ledger.written();
    disks
        .hashes()
        .forEach(
            (place, sha256) -> {
              Written original = written.get(place.itemId());
              if (original == null) {
                wrong.add(place + " was written by nobody");
              } else if (!original.sha256().equals(sha256)) {
                wrong.add("WRONG BYTES at " + place + ": " + sha256 + ", not " + original.sha256());
              } else if (!original.sound() && !original.node().equals(place.node())) {
                wrong.add(place + " was moved though it is no valid " + place.itemId());
              }
            });
    for (Owed owed : ledger.owed()) {
      Place place = new Place(owed.node(), owed.itemId());
      if (wanted.test(owed.itemId()) && !disks.hashes().containsKey(place)) {
        wrong.add("LOST: " + owed + " is not on the disk");
      }
    }
    for (OperationStatus operation : watch.operations()) {
      if (operation.getState() == OperationState.FAILED
          && operation.getAttempts().isEmpty()
          && !refusedByDisk(operation)) {
        wrong.add(
            "%s to %s FAILED and nothing was tried: %s"
                .formatted(
                    operation.getItemId(), operation.getTargetNode(), operation.getReason()));
      }
    }
    refusedFiles(wrong);
    return wrong;
  }

  /** What a full disk refuses, as it must, is ordered again once there is room. */
  static boolean refusedByDisk(OperationStatus operation) {
    return operation.getState() == OperationState.FAILED
        && operation.getReason().startsWith(DISK_FULL);
  }

  private void refusedFiles(List<String> wrong) {
    for (Written file : ledger.written().values()) {
      if (!file.sound()
          && watch
              .replica(file.itemId(), file.node())
              .filter(replica -> replica.getState() == ReplicaState.AVAILABLE)
              .isPresent()) {
        wrong.add(file.itemId() + " has no bytes and is AVAILABLE");
      }
    }
  }
}
