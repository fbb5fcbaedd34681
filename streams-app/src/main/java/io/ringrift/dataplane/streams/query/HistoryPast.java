package io.ringrift.dataplane.streams.query;

import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.streams.deadletter.LetterLog;
import io.ringrift.dataplane.streams.replay.kafka.HistoryLog;
import io.ringrift.dataplane.streams.replay.kafka.ReplayException;
import io.ringrift.dataplane.streams.replay.kafka.ReplayProgress;
import io.ringrift.dataplane.streams.replay.kafka.TimeTravel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Reads the history with one thread and for one question at a time, so that whoever asks about last
 * week doesn't hold up the stages that work in this process; {@code ./dataplane} reads it with all
 * cores in a process of its own.
 */
public final class HistoryPast implements Past {

  private static final int THREADS = 1;

  private final Map<String, Object> client;
  private final Topics topics;
  private final Path scratch;
  private final Semaphore free = new Semaphore(1);

  /**
   * @param client settings of Kafka clients
   * @param scratch folder for rows that don't fit in memory
   */
  public HistoryPast(Map<String, Object> client, Topics topics, Path scratch) {
    this.client = client;
    this.topics = topics;
    this.scratch = scratch;
  }

  @Override
  public <T> T ask(Function<TimeTravel, T> question) {
    return oneAtATime(
        "the history",
        () -> {
          try (HistoryLog log = new HistoryLog(client, topics)) {
            return question.apply(new TimeTravel(log, scratch, THREADS, new ReplayProgress()));
          }
        });
  }

  @Override
  public <T> T letters(Function<LetterLog, T> question) {
    Map<String, Object> config = new HashMap<>(client);
    config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    Topic<byte[]> letters = topics.deadLetters();
    List<TopicPartition> partitions =
        IntStream.range(0, letters.policy().partitions())
            .mapToObj(i -> new TopicPartition(letters.name(), i))
            .toList();
    return oneAtATime(
        "dead letters",
        () -> {
          ByteArrayDeserializer bytes = new ByteArrayDeserializer();
          try (LetterLog log =
              new LetterLog(new KafkaConsumer<>(config, bytes, bytes), partitions)) {
            return question.apply(log);
          }
        });
  }

  private <T> T oneAtATime(String what, Supplier<T> answer) {
    if (!free.tryAcquire()) {
      throw ApiException.notReady(
          "another question about the past is being answered; try again, or ask ./dataplane");
    }
    try {
      return answer.get();
    } catch (ReplayException | KafkaException e) {
      throw ApiException.notReady(what + " can't be read: " + e.getMessage());
    } finally {
      free.release();
    }
  }
}
