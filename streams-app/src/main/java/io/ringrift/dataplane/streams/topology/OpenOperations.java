package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.streams.codec.OperationCodec;
import io.ringrift.dataplane.streams.model.Operation;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/** An item's operations that have not ended: at most one a target, found by its slot. */
public final class OpenOperations {

  private OpenOperations() {}

  /** By target. */
  public static List<Operation> of(
      String itemId,
      ReadOnlyKeyValueStore<String, String> slots,
      ReadOnlyKeyValueStore<String, OperationStatus> operations) {
    List<Operation> open = new ArrayList<>();
    String prefix = itemId + ItemsIndex.SEPARATOR;
    try (KeyValueIterator<String, String> range =
        slots.prefixScan(prefix, new StringSerializer())) {
      while (range.hasNext()) {
        String operationId = ItemStores.Slot.parse(range.next().value).operationId();
        OperationStatus stored = operations.get(operationId);
        Operation operation = stored == null ? null : OperationCodec.toModel(stored);
        if (operation != null && operation.open()) {
          open.add(operation);
        }
      }
    }
    return open;
  }
}
