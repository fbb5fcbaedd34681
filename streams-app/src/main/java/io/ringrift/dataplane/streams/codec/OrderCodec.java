package io.ringrift.dataplane.streams.codec;

import io.ringrift.dataplane.streams.model.ItemOrder;
import io.ringrift.dataplane.streams.model.NeedOutcome;

/** Orders to the items stage and their outcomes between their Avro and their model form. */
public final class OrderCodec {

  private OrderCodec() {}

  public static io.ringrift.dataplane.avro.ItemOrder toAvro(ItemOrder o) {
    return new io.ringrift.dataplane.avro.ItemOrder(
        o.needId(),
        o.requestId(),
        o.cause(),
        o.itemId(),
        Enums.toAvro(o.itemType()),
        o.configKey(),
        o.sha256(),
        o.targetNode(),
        Enums.toAvro(o.operationType()),
        Enums.toAvro(o.priority()),
        o.targetCount(),
        o.reason(),
        o.orderedAt(),
        o.cancel());
  }

  public static ItemOrder toModel(io.ringrift.dataplane.avro.ItemOrder o) {
    return new ItemOrder(
        o.getNeedId(),
        o.getRequestId(),
        o.getCause(),
        o.getItemId(),
        Enums.toModel(o.getItemType()),
        o.getConfigKey(),
        o.getSha256(),
        o.getTargetNode(),
        Enums.toModel(o.getOperationType()),
        Enums.toModel(o.getPriority()),
        o.getTargetCount(),
        o.getReason(),
        o.getOrderedAt(),
        o.getCancel());
  }

  public static io.ringrift.dataplane.avro.NeedOutcome toAvro(NeedOutcome o) {
    return new io.ringrift.dataplane.avro.NeedOutcome(
        o.needId(),
        o.configKey(),
        o.itemId(),
        o.sha256(),
        o.targetNode(),
        io.ringrift.dataplane.avro.Outcome.valueOf(o.outcome().name()),
        o.reason(),
        o.operationId(),
        o.occurredAt());
  }

  public static NeedOutcome toModel(io.ringrift.dataplane.avro.NeedOutcome o) {
    return new NeedOutcome(
        o.getNeedId(),
        o.getConfigKey(),
        o.getItemId(),
        o.getSha256(),
        o.getTargetNode(),
        NeedOutcome.Outcome.valueOf(o.getOutcome().name()),
        o.getReason(),
        o.getOperationId(),
        o.getOccurredAt());
  }
}
