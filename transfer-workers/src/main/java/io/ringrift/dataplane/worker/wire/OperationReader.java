package io.ringrift.dataplane.worker.wire;

import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.SourceOption;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.Priority;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** From a record of a priority topic to what has to be done. */
public final class OperationReader {
  private final Topics topics;

  public OperationReader(Topics topics) {
    this.topics = topics;
  }

  /** The topic whose operations have this priority. */
  public Topic<DataOperation> topic(Priority priority) {
    return topics.operations(io.ringrift.dataplane.avro.Priority.valueOf(priority.name()));
  }

  /**
   * Reads one record.
   *
   * @throws io.ringrift.dataplane.contract.serde.UndecodableRecordException if its bytes are no
   *     operation and never will be
   * @throws IllegalArgumentException if it is one that can't be carried out; names field and value
   * @throws org.apache.kafka.common.KafkaException if it can't be told now, since the registry
   *     doesn't answer
   */
  public TransferRequest read(Priority priority, ConsumerRecord<byte[], byte[]> record) {
    DataOperation operation =
        topic(priority)
            .value()
            .deserializer()
            .deserialize(record.topic(), record.headers(), record.value());
    if (operation == null) {
      throw new IllegalArgumentException("value is null; an operation is never deleted");
    }
    return request(operation);
  }

  static TransferRequest request(DataOperation operation) {
    if (operation.getItemType() == ItemType.OTHER) {
      throw new IllegalArgumentException(
          "item_type is OTHER; allowed: one that this version knows, others are never moved");
    }
    return new TransferRequest(
        operation.getOperationId(),
        operation.getEpoch(),
        operation.getItemId(),
        operation.getItemType().name(),
        operation.getConfigKey(),
        operation.getSha256(),
        operation.getSizeBytes(),
        Priority.valueOf(operation.getPriority().name()),
        operation.getSources().stream().map(OperationReader::address).toList(),
        new NodeAddress(
            operation.getTargetNode(),
            Optional.ofNullable(operation.getTargetEndpoint()),
            Set.copyOf(operation.getTargetTransports()),
            operation.getTargetUnavailable()),
        operation.getTargetCount(),
        operation.getReplacesSha256());
  }

  private static NodeAddress address(SourceOption source) {
    return new NodeAddress(
        source.getNodeId(),
        Optional.ofNullable(source.getEndpoint()),
        Set.copyOf(source.getTransports()),
        source.getUnavailable());
  }
}
