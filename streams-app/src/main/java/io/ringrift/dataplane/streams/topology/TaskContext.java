package io.ringrift.dataplane.streams.topology;

import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.streams.StreamsMetrics;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.Punctuator;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** What a {@link StageTask} offers its processors: stores, timers, and a place to write to. */
final class TaskContext implements ProcessorContext<Object, Object> {

  /** What was forwarded, and to which sink; null: to all. */
  record Forward(Record<?, ?> record, String child) {}

  private final Map<String, StateStore> stores = new HashMap<>();
  private final List<Punctuator> punctuators = new ArrayList<>();
  private final List<Forward> forwarded = new ArrayList<>();
  private RecordMetadata metadata;

  TaskContext(Iterable<? extends StateStore> stores) {
    stores.forEach(store -> this.stores.put(store.name(), store));
  }

  void reads(RecordMetadata newMetadata) {
    metadata = newMetadata;
  }

  List<Punctuator> punctuators() {
    return punctuators;
  }

  /** What was written since the last call. */
  List<Forward> takeForwarded() {
    List<Forward> taken = List.copyOf(forwarded);
    forwarded.clear();
    return taken;
  }

  @Override
  public <K, V> void forward(Record<K, V> record) {
    forward(record, null);
  }

  @Override
  public <K, V> void forward(Record<K, V> record, String childName) {
    forwarded.add(new Forward(record, childName));
  }

  @Override
  @SuppressWarnings("unchecked") // as in Kafka: who asks for a store knows what it is
  public <S extends StateStore> S getStateStore(String name) {
    return (S) stores.get(name);
  }

  @Override
  public Cancellable schedule(Duration interval, PunctuationType type, Punctuator callback) {
    punctuators.add(callback);
    return () -> punctuators.remove(callback);
  }

  @Override
  public Cancellable schedule(
      Instant start, Duration interval, PunctuationType type, Punctuator callback) {
    return schedule(interval, type, callback);
  }

  @Override
  public Optional<RecordMetadata> recordMetadata() {
    return Optional.ofNullable(metadata);
  }

  @Override
  public String applicationId() {
    return "simulated";
  }

  @Override
  public TaskId taskId() {
    return new TaskId(0, 0);
  }

  @Override
  public void commit() {
    // the task commits when it is told to
  }

  @Override
  public Map<String, Object> appConfigs() {
    return Map.of();
  }

  @Override
  public Map<String, Object> appConfigsWithPrefix(String prefix) {
    return Map.of();
  }

  @Override
  public Serde<?> keySerde() {
    throw notSimulated("serdes");
  }

  @Override
  public Serde<?> valueSerde() {
    throw notSimulated("serdes");
  }

  @Override
  public File stateDir() {
    throw notSimulated("a state folder");
  }

  @Override
  public StreamsMetrics metrics() {
    throw notSimulated("metrics");
  }

  @Override
  public long currentSystemTimeMs() {
    throw notSimulated("a clock beside the stage's own");
  }

  @Override
  public long currentStreamTimeMs() {
    throw notSimulated("stream time");
  }

  private static UnsupportedOperationException notSimulated(String what) {
    return new UnsupportedOperationException("a task outside Kafka has no " + what);
  }
}
