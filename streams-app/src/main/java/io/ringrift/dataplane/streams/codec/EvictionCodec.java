package io.ringrift.dataplane.streams.codec;

import io.ringrift.dataplane.avro.EvictionState;
import io.ringrift.dataplane.streams.model.Eviction;
import io.ringrift.dataplane.streams.model.EvictionRequest;

/** Requests to remove copies, and what became of them, between Avro and model. */
public final class EvictionCodec {

  private EvictionCodec() {}

  public static EvictionRequest toModel(io.ringrift.dataplane.avro.EvictionRequest avro) {
    return new EvictionRequest(
        avro.getRequestId(),
        avro.getItemId(),
        avro.getConfigKey(),
        avro.getNodeId(),
        avro.getSha256(),
        avro.getRequestedBy(),
        avro.getRequestedAt());
  }

  public static io.ringrift.dataplane.avro.EvictionRequest toAvro(EvictionRequest request) {
    return new io.ringrift.dataplane.avro.EvictionRequest(
        request.requestId(),
        request.itemId(),
        request.configKey(),
        request.nodeId(),
        request.sha256(),
        request.requestedBy(),
        request.requestedAt());
  }

  public static io.ringrift.dataplane.avro.Eviction toAvro(Eviction eviction) {
    return new io.ringrift.dataplane.avro.Eviction(
        eviction.requestId(),
        eviction.itemId(),
        eviction.nodeId(),
        eviction.sha256(),
        EvictionState.valueOf(eviction.state().name()),
        eviction.reason(),
        eviction.boot(),
        eviction.sequence(),
        eviction.validUntil(),
        eviction.at());
  }
}
