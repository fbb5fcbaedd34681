package io.ringrift.dataplane.streams.codec;

import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.NodeKind;
import io.ringrift.dataplane.streams.model.OperationType;
import io.ringrift.dataplane.streams.model.Priority;

/** The enums that every aggregate shares; both sides have the same constants (tested). */
final class Enums {

  private Enums() {}

  static ItemType toModel(io.ringrift.dataplane.avro.ItemType type) {
    return ItemType.valueOf(type.name());
  }

  static io.ringrift.dataplane.avro.ItemType toAvro(ItemType type) {
    return io.ringrift.dataplane.avro.ItemType.valueOf(type.name());
  }

  static NodeKind toModel(io.ringrift.dataplane.avro.NodeKind kind) {
    return NodeKind.valueOf(kind.name());
  }

  static io.ringrift.dataplane.avro.NodeKind toAvro(NodeKind kind) {
    return io.ringrift.dataplane.avro.NodeKind.valueOf(kind.name());
  }

  static OperationType toModel(io.ringrift.dataplane.avro.OperationType type) {
    return OperationType.valueOf(type.name());
  }

  static io.ringrift.dataplane.avro.OperationType toAvro(OperationType type) {
    return io.ringrift.dataplane.avro.OperationType.valueOf(type.name());
  }

  static Priority toModel(io.ringrift.dataplane.avro.Priority priority) {
    return Priority.valueOf(priority.name());
  }

  static io.ringrift.dataplane.avro.Priority toAvro(Priority priority) {
    return io.ringrift.dataplane.avro.Priority.valueOf(priority.name());
  }
}
