package io.ringrift.dataplane.streams.codec;

import io.ringrift.dataplane.avro.DataSignal;
import io.ringrift.dataplane.avro.SignalType;
import io.ringrift.dataplane.streams.model.Signal;

/** Signals between their Avro and their model form. */
public final class SignalCodec {

  private SignalCodec() {}

  public static DataSignal toAvro(Signal s) {
    return DataSignal.newBuilder()
        .setSignalId(s.signalId())
        .setType(SignalType.valueOf(s.type().name()))
        .setConfigKey(s.configKey())
        .setOccurredAt(s.occurredAt())
        .setReason(s.reason())
        .setDetail(s.detail())
        .setEventId(s.eventId())
        .setRequestId(s.requestId())
        .setNodeId(s.nodeId())
        .setItemId(s.itemId())
        .setSha256(s.sha256())
        .setPath(s.path())
        .setSampleCount(s.sampleCount())
        .setRequiredSamples(s.requiredSamples())
        .setOperationId(s.operationId())
        .build();
  }

  public static Signal toModel(DataSignal s) {
    return new Signal(
        s.getSignalId(),
        Signal.Type.valueOf(s.getType().name()),
        s.getConfigKey(),
        s.getOccurredAt(),
        s.getReason(),
        s.getDetail(),
        s.getEventId(),
        s.getRequestId(),
        s.getNodeId(),
        s.getItemId(),
        s.getSha256(),
        s.getPath(),
        s.getSampleCount(),
        s.getRequiredSamples(),
        s.getOperationId());
  }
}
