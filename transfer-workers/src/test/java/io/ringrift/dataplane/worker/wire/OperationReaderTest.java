package io.ringrift.dataplane.worker.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.serde.UndecodableRecordException;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.Priority;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import io.ringrift.dataplane.worker.transport.TransportKind;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OperationReaderTest {
  private static final io.ringrift.dataplane.avro.Priority LOW =
      io.ringrift.dataplane.avro.Priority.LOW;

  private final Topics topics =
      new Topics(Map.of("schema.registry.url", "mock://operation-reader"), 3);
  private final OperationReader reader = new OperationReader(topics);

  @AfterEach
  void close() {
    topics.close();
  }

  @Test
  void readsWhatTheLedgerWrites() {
    DataOperation operation =
        Operations.of("op-9", LOW)
            .setSources(
                List.of(
                    Operations.source("gpu-2", "http://gpu-2"), Operations.source("nat-1", null)))
            .setTargetEndpoint(null)
            .setTargetUnavailable(Map.of("rsync", "rsync is not installed"))
            .setTargetCount(4)
            .build();

    TransferRequest request = reader.read(Priority.LOW, record(serialized(operation)));

    assertThat(request.operationId()).isEqualTo("op-9");
    assertThat(request.priority()).isEqualTo(Priority.LOW);
    assertThat(request.itemType()).isEqualTo("NPZ");
    assertThat(request.targetCount()).isEqualTo(4);
    assertThat(request.sources())
        .containsExactly(
            NodeAddress.of("gpu-2", "http://gpu-2"), new NodeAddress("nat-1", Optional.empty()));
    assertThat(request.target())
        .isEqualTo(
            new NodeAddress(
                "gpu-1", Optional.empty(), Set.of(), Map.of("rsync", "rsync is not installed")));
    assertThat(request.target().lacks(TransportKind.RSYNC))
        .isEqualTo("gpu-1 has no rsync: rsync is not installed");
  }

  @Test
  void knowsTheTopicOfEachPriority() {
    assertThat(reader.topic(Priority.COLD_STORAGE).name())
        .isEqualTo("dataplane.operations.cold-storage");
  }

  @Test
  void tellsBytesThatAreNoOperation() {
    byte[] bytes = "not avro".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> reader.read(Priority.LOW, record(bytes)))
        .isInstanceOf(UndecodableRecordException.class);
  }

  @Test
  void refusesWhatCannotBeCarriedOutNamingTheField() {
    assertRefused(
        Operations.of("o", LOW).setSha256("xyz"), "sha256 is 'xyz'; allowed: 64 hex digits");
    assertRefused(
        Operations.of("o", LOW).setSources(List.of()),
        "sources is empty; an operation names at least one");
    assertRefused(Operations.of("o", LOW).setSizeBytes(-1), "size_bytes is -1; allowed: 0 or more");
    assertRefused(Operations.of("o", LOW).setEpoch(0), "epoch is 0; allowed: 1 or more");
    assertRefused(
        Operations.of("o", LOW).setItemType(ItemType.OTHER),
        "item_type is OTHER; allowed: one that this version knows, others are never moved");
  }

  @Test
  void refusesATombstone() {
    assertThatThrownBy(() -> reader.read(Priority.LOW, record(null)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("value is null; an operation is never deleted");
  }

  private void assertRefused(DataOperation.Builder operation, String message) {
    byte[] bytes = serialized(operation.build());
    assertThatThrownBy(() -> reader.read(Priority.LOW, record(bytes)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  private byte[] serialized(DataOperation operation) {
    return topics
        .operations(LOW)
        .value()
        .serializer()
        .serialize(topics.operations(LOW).name(), operation);
  }

  private ConsumerRecord<byte[], byte[]> record(byte[] value) {
    return new ConsumerRecord<>(topics.operations(LOW).name(), 0, 5, null, value);
  }
}
