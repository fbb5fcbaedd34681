package io.ringrift.dataplane.streams.deadletter;

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
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads the dead letters with the notes among them that say which were published again. A note lies
 * on the partition of its letter, after it.
 */
public final class LetterLog implements AutoCloseable {
  private static final Duration POLL = Duration.ofMillis(100);

  private final Consumer<byte[], byte[]> consumer;
  private final List<TopicPartition> partitions;

  /**
   * Reads with a consumer of its own, which is in no group and sees committed records only.
   *
   * @param partitions all of the dead letters' topic
   */
  public LetterLog(Consumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
    this.consumer = consumer;
    this.partitions = List.copyOf(partitions);
  }

  /** The last letters that are wanted, oldest first. */
  public List<Letter> last(Predicate<Letter> wanted, int limit) {
    Deque<Letter> letters = new ArrayDeque<>();
    Map<LetterId, Letter.Redriven> notes = new HashMap<>();
    consumer.assign(partitions);
    consumer.seekToBeginning(partitions);
    readToEnd(
        partitions,
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

  /** Those of these letters that are there, in this order. */
  public List<Letter> find(Collection<LetterId> ids) {
    Map<LetterId, Letter> letters = new HashMap<>();
    Map<LetterId, Letter.Redriven> notes = new HashMap<>();
    readToEnd(
        seekTo(ids),
        record -> {
          LetterId id = new LetterId(record.partition(), record.offset());
          if (!keepNote(record, notes) && ids.contains(id)) {
            letters.put(id, new Letter(record, Optional.empty()));
          }
        });
    return noted(ids.stream().map(letters::get).filter(Objects::nonNull).toList(), notes);
  }

  /** Goes to the first of them in each partition: its note, if there is one, lies after it. */
  private List<TopicPartition> seekTo(Collection<LetterId> ids) {
    Map<TopicPartition, Long> first = new HashMap<>();
    for (TopicPartition partition : partitions) {
      ids.stream()
          .filter(id -> id.partition() == partition.partition())
          .mapToLong(LetterId::offset)
          .min()
          .ifPresent(offset -> first.put(partition, offset));
    }
    consumer.assign(first.keySet());
    consumer
        .beginningOffsets(first.keySet())
        .forEach(
            (partition, begin) -> consumer.seek(partition, Math.max(begin, first.get(partition))));
    return List.copyOf(first.keySet());
  }

  private void readToEnd(
      List<TopicPartition> read, java.util.function.Consumer<ConsumerRecord<byte[], byte[]>> sink) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(read);
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
