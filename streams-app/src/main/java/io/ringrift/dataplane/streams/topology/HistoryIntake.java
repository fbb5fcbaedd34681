package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.serde.UndecodableRecordException;
import io.ringrift.dataplane.streams.codec.ItemDeltas;
import io.ringrift.dataplane.streams.manifest.Item;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * What records of the kept history say of items: the very intakes, checks and deltas of the live
 * stages, outside of Kafka Streams. What a stage sends to dead letters is refused here, too, for
 * the same reason. Safe for use by many threads.
 */
public final class HistoryIntake {

  private final Map<String, Intake<? extends SpecificRecord>> intakes = new LinkedHashMap<>();

  public HistoryIntake(Topics topics, IntakeChecks checks) {
    add(EventStage.events(topics, checks.events()));
    add(ItemsStage.reports(topics, checks.items()));
    add(ItemsStage.results(topics, checks.items()));
    add(ItemsStage.restatements(topics, checks.items()));
  }

  private void add(Intake<? extends SpecificRecord> intake) {
    intakes.put(intake.topicName(), intake);
  }

  /** Names of the topics that the manifest is folded from. */
  public Set<String> topics() {
    return intakes.keySet();
  }

  /** Whether the key of the topic's records is the item's id. */
  public boolean keyedByItem(String topic) {
    return intakes.get(topic).keyed();
  }

  /** How many partitions the topic has. */
  public int partitions(String topic) {
    return intakes.get(topic).partitions();
  }

  /**
   * A record as the live stages take it.
   *
   * @param value null when it can't be decoded
   * @param delta what it says of an item; null when that is nothing
   * @param refusal why it went to dead letters; else null
   */
  public record Said(SpecificRecord value, Item delta, Refusal refusal) {}

  /** Throws what the deserializer throws when the schema registry doesn't answer. */
  public Said read(ConsumerRecord<byte[], byte[]> record) {
    return read(intakes.get(record.topic()), record);
  }

  private static <T extends SpecificRecord> Said read(
      Intake<T> intake, ConsumerRecord<byte[], byte[]> record) {
    if (record.value() == null) {
      return new Said(null, null, Refusal.noValue());
    }
    T value;
    try {
      value = intake.decode(record.headers(), record.value());
    } catch (UndecodableRecordException e) {
      String code = e.reason().name().toLowerCase(Locale.ROOT);
      return new Said(null, null, new Refusal(code, e.getMessage()));
    }
    Optional<Refusal> refusal =
        intake.refusal(
            record.key(), value, record.partition(), Instant.ofEpochMilli(record.timestamp()));
    return refusal.isPresent()
        ? new Said(value, null, refusal.get())
        : new Said(value, ItemDeltas.of(value).orElse(null), null);
  }
}
