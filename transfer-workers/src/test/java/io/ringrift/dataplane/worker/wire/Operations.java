package io.ringrift.dataplane.worker.wire;

import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.OperationType;
import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.SourceOption;
import io.ringrift.dataplane.worker.Requests;
import java.time.Instant;
import java.util.List;

/** Operations to test with. */
public final class Operations {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

  private Operations() {}

  /** One NPZ of 1000 bytes from gpu-2 to gpu-1. */
  public static DataOperation.Builder of(String operationId, Priority priority) {
    return DataOperation.newBuilder()
        .setOperationId(operationId)
        .setEpoch(1)
        .setRequestId("request-1")
        .setItemId("npz/hex8_2p/" + operationId + ".npz")
        .setItemType(ItemType.NPZ)
        .setConfigKey("hex8_2p")
        .setSha256(Requests.SHA256)
        .setSizeBytes(1000)
        .setOperationType(OperationType.SYNC)
        .setPriority(priority)
        .setSources(List.of(source("gpu-2", "http://127.0.0.1:1")))
        .setTargetNode("gpu-1")
        .setTargetEndpoint("http://127.0.0.1:1")
        .setReason("a test")
        .setCreatedAt(NOW)
        .setEmittedAt(NOW);
  }

  public static SourceOption source(String node, String endpoint) {
    return SourceOption.newBuilder()
        .setNodeId(node)
        .setEndpoint(endpoint)
        .setReason("same_rack")
        .build();
  }
}
