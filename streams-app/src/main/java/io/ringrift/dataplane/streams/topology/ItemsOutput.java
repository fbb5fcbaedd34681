package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.streams.codec.CatalogCodec;
import io.ringrift.dataplane.streams.codec.EvictionCodec;
import io.ringrift.dataplane.streams.codec.OrderCodec;
import io.ringrift.dataplane.streams.codec.SignalCodec;
import io.ringrift.dataplane.streams.model.CatalogRow;
import io.ringrift.dataplane.streams.model.Eviction;
import io.ringrift.dataplane.streams.model.NeedOutcome;
import io.ringrift.dataplane.streams.model.Priority;
import io.ringrift.dataplane.streams.model.Signal;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Where the items stage writes: each kind of record to its sink, under its key. */
final class ItemsOutput {

  private final ProcessorContext<String, Object> context;

  ItemsOutput(ProcessorContext<String, Object> context) {
    this.context = context;
  }

  void row(ManifestItem row, Instant now) {
    forward(row.getItemId(), row, now, ItemsStage.MANIFEST_SINK);
  }

  /** The tombstone of a row that the history knows nothing of. */
  void removed(String itemId, Instant now) {
    forward(itemId, null, now, ItemsStage.MANIFEST_SINK);
  }

  void catalog(CatalogRow row, Instant now) {
    forward(row.configKey(), CatalogCodec.toAvro(row, now), now, ItemsStage.CATALOG_SINK);
  }

  /** Keyed by operation, placed by item: a reader of one item's operations reads one partition. */
  void status(OperationStatus status, Instant now) {
    Placed<OperationStatus> placed = new Placed<>(status.getItemId(), status);
    forward(status.getOperationId(), placed, now, ItemsStage.OPERATIONS_SINK);
  }

  /** The tombstone of an operation whose time to be read is over. */
  void dropped(String operationId, String itemId, Instant now) {
    forward(operationId, new Placed<>(itemId, null), now, ItemsStage.OPERATIONS_SINK);
  }

  void emit(DataOperation order, Priority priority, Instant now) {
    forward(order.getOperationId(), order, now, ItemsStage.prioritySink(priority));
  }

  void signal(Signal signal, Instant now) {
    forward(signal.configKey(), SignalCodec.toAvro(signal), now, ItemsStage.SIGNALS_SINK);
  }

  void eviction(Eviction eviction, Instant now) {
    forward(eviction.itemId(), EvictionCodec.toAvro(eviction), now, ItemsStage.EVICTIONS_SINK);
  }

  void outcome(NeedOutcome outcome, Instant now) {
    forward(outcome.configKey(), OrderCodec.toAvro(outcome), now, ItemsStage.OUTCOMES_SINK);
  }

  private void forward(String key, Object value, Instant now, String sink) {
    context.forward(new Record<>(key, value, now.toEpochMilli()), sink);
  }
}
