package io.ringrift.dataplane.local.deadletter;

import io.ringrift.dataplane.contract.config.CommonSettings;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.local.kafka.Brokers;
import io.ringrift.dataplane.local.kafka.WholeTopics;
import io.ringrift.dataplane.local.output.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the dead letters with the notes among them that say which were published again. A note lies
 * on the partition of its letter, after it.
 */
public final class LetterLog implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final KafkaConsumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  private LetterLog(KafkaConsumer<byte[], byte[]> consumer, String topic) {
    this.consumer = consumer;
    this.partitions = WholeTopics.partitions(consumer, topic);
    consumer.assign(partitions);
  }

  /**
   * Connects.
   *
   * @param topic name of the dead letters' topic
   * @throws Failure when the broker or the topic isn't there
   */
  public static LetterLog open(Settings settings, String topic) {
    Brokers.requireReachable(settings.list(CommonSettings.BOOTSTRAP_SERVERS));
    KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            WholeTopics.config(settings), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    try {
      return new LetterLog(consumer, topic);
    } catch (RuntimeException e) {
      consumer.close();
      throw e;
    }
  }

  /** The last letters that are wanted, oldest first. */
  public List<Letter> last(Predicate<Letter> wanted, int limit) {
    Deque<Letter> letters = new ArrayDeque<>();
    Map<LetterId, Letter.Redriven> notes = new HashMap<>();
    consumer.seekToBeginning(partitions);
    readToEnd(
        record -> {
          Letter letter = new Letter(record, Optional.empty());
          if (!keepNote(record, notes) && wanted.test(letter)) {
            letters.addLast(letter);
          }
          // Partitions come one after another, so the oldest isn't the first: sorted when too many.
          if (letters.size() >= 2L * limit + 1000) {
            keepNewest(letters, limit);
          }
        });
    keepNewest(letters, limit);
    return noted(letters, notes);
  }

  /**
   * These letters, in this order.
   *
   * @throws Failure if one isn't there
   */
  public List<Letter> find(Collection<LetterId> ids) {
    Map<LetterId, Letter> letters = new HashMap<>();
    Map<LetterId, Letter.Redriven> notes = new HashMap<>();
    consumer.seekToBeginning(partitions);
    readToEnd(
        record -> {
          LetterId id = new LetterId(record.partition(), record.offset());
          if (!keepNote(record, notes) && ids.contains(id)) {
            letters.put(id, new Letter(record, Optional.empty()));
          }
        });
    List<Letter> found = new ArrayList<>();
    for (LetterId id : ids) {
      Letter letter = letters.get(id);
      if (letter == null) {
        throw Failure.notSo("there is no dead letter " + id)
            .next("./dataplane dead-letters ls lists them; they are kept for 30 days");
      }
      found.add(letter);
    }
    return noted(found, notes);
  }

  private void readToEnd(java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
    while (ends.entrySet().stream().anyMatch(e -> consumer.position(e.getKey()) < e.getValue())) {
      consumer.poll(POLL).forEach(sink);
    }
  }

  /** Whether the record is a note. */
  private static boolean keepNote(
      ConsumerRecord<byte[], byte[]> record, Map<LetterId, Letter.Redriven> notes) {
    String of = LetterHeaders.text(record.headers(), LetterHeaders.REDRIVEN);
    if (of == null) {
      return false;
    }
    LetterId.parse(of)
        .ifPresent(
            id ->
                notes.put(
                    id,
                    new Letter.Redriven(
                        Instant.ofEpochMilli(record.timestamp()),
                        LetterHeaders.text(record.headers(), LetterHeaders.REDRIVEN_TO))));
    return true;
  }

  private static void keepNewest(Deque<Letter> letters, int limit) {
    List<Letter> sorted = new ArrayList<>(letters);
    sorted.sort(
        Comparator.comparing(Letter::at)
            .thenComparing(letter -> letter.id().partition())
            .thenComparing(letter -> letter.id().offset()));
    letters.clear();
    letters.addAll(sorted.subList(Math.max(0, sorted.size() - limit), sorted.size()));
  }

  private static List<Letter> noted(
      Collection<Letter> letters, Map<LetterId, Letter.Redriven> notes) {
    return letters.stream()
        .map(
            letter ->
                notes.containsKey(letter.id()) ? letter.redriven(notes.get(letter.id())) : letter)
        .toList();
  }

  @Override
  public void close() {
    consumer.close();
  }
}
