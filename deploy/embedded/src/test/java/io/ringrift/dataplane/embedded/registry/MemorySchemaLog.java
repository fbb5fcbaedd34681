package io.ringrift.dataplane.embedded.registry;

import java.util.function.Supplier;

/** A log that is its own broker: for tests of everything above it. */
final class MemorySchemaLog implements SchemaLog {
  private final SchemaStore store;
  private final RecordCodec codec = new RecordCodec();

  MemorySchemaLog(SchemaStore store) {
    this.store = store;
  }

  @Override
  public synchronized <T> T write(Supplier<Change<T>> decision) {
    Change<T> change = decision.get();
    for (SchemaRecord record : change.records()) {
      RecordCodec.Entry entry = codec.encode(record);
      store.apply(codec.decode(entry.key(), entry.value()).orElseThrow());
    }
    return change.answer();
  }

  @Override
  public void close() {}
}
