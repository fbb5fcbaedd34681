package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.OperationState;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.avro.OperationType;
import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.worker.TestBroker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;

/**
 * What a transfer to gpu-1 left when it was cut off an hour ago, and how its operation stands.
 *
 * @param digit of which the content's hash consists
 */
record LeftInPart(Path root, String digit, OperationState state) {

  /** Leaves it, and tells as the ledger does. */
  void leave(TestBroker broker) throws IOException {
    Files.createDirectories(file().getParent());
    Files.writeString(file(), "some of it");
    Files.setLastModifiedTime(file(), FileTime.from(Instant.now().minusSeconds(3600)));
    broker.send(broker.topics().operations(), "op-" + digit, status());
  }

  Path file() {
    return root.resolve(".dataplane/partial").resolve(digit.repeat(64) + ".part");
  }

  private OperationStatus status() {
    return OperationStatus.newBuilder()
        .setOperationId("op-" + digit)
        .setEpoch(1)
        .setRequestId("request")
        .setItemId("npz/hex8_2p/" + digit + ".npz")
        .setItemType(ItemType.NPZ)
        .setConfigKey("hex8_2p")
        .setSha256(digit.repeat(64))
        .setSizeBytes(1000)
        .setOperationType(OperationType.SYNC)
        .setPriority(Priority.NORMAL)
        .setTargetNode("gpu-1")
        .setState(state)
        .setReason("by a test")
        .setRequesters(List.of())
        .setSources(List.of())
        .setAttempts(List.of())
        .setFailures(1)
        .setAvoid(List.of())
        .setBytesDone(0)
        .setCreatedAt(Instant.now())
        .setUpdatedAt(Instant.now())
        .build();
  }
}
