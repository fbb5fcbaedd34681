package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.streams.codec.EvictionCodec;
import io.ringrift.dataplane.streams.codec.NeedCodec;
import io.ringrift.dataplane.streams.codec.OrderCodec;
import io.ringrift.dataplane.streams.codec.SignalCodec;
import io.ringrift.dataplane.streams.model.Eviction;
import io.ringrift.dataplane.streams.model.EvictionRequest;
import io.ringrift.dataplane.streams.model.ItemOrder;
import io.ringrift.dataplane.streams.model.Need;
import io.ringrift.dataplane.streams.model.Signal;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Where the decisions stage writes: each kind of record to its sink, under its key. */
final class DecisionOutput {

  private final ProcessorContext<String, Object> context;

  DecisionOutput(ProcessorContext<String, Object> context) {
    this.context = context;
  }

  /** Keyed by need, placed by config: a reader of one config's needs reads one partition. */
  void need(Need need, Instant now) {
    Placed<io.ringrift.dataplane.avro.Need> placed =
        new Placed<>(need.configKey(), NeedCodec.toAvro(need));
    forward(need.needId(), placed, now, DecisionStage.NEEDS_SINK);
  }

  /** The tombstone of a need whose time to be read is over. */
  void dropped(Need need, Instant now) {
    forward(need.needId(), new Placed<>(need.configKey(), null), now, DecisionStage.NEEDS_SINK);
  }

  void order(ItemOrder order, Instant now) {
    forward(order.itemId(), OrderCodec.toAvro(order), now, DecisionStage.ORDERS_SINK);
  }

  void signal(Signal signal, Instant now) {
    forward(signal.configKey(), SignalCodec.toAvro(signal), now, DecisionStage.SIGNALS_SINK);
  }

  /** Nothing here is against it: the items stage has the last word. */
  void evict(EvictionRequest request, Instant now) {
    forward(
        request.itemId(), EvictionCodec.toAvro(request), now, DecisionStage.EVICTION_ORDERS_SINK);
  }

  void eviction(Eviction eviction, Instant now) {
    forward(eviction.itemId(), EvictionCodec.toAvro(eviction), now, DecisionStage.EVICTIONS_SINK);
  }

  private void forward(String key, Object value, Instant now, String sink) {
    context.forward(new Record<>(key, value, now.toEpochMilli()), sink);
  }
}
