package io.ringrift.dataplane.streams.query;

import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.streams.replay.kafka.HistoryLog;
import io.ringrift.dataplane.streams.replay.kafka.ReplayException;
import io.ringrift.dataplane.streams.replay.kafka.ReplayProgress;
import io.ringrift.dataplane.streams.replay.kafka.TimeTravel;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;

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
    if (!free.tryAcquire()) {
      throw ApiException.notReady(
          "another question about the past is being answered; try again, or ask ./dataplane");
    }
    try (HistoryLog log = new HistoryLog(client, topics)) {
      return question.apply(new TimeTravel(log, scratch, THREADS, new ReplayProgress()));
    } catch (ReplayException | KafkaException e) {
      throw ApiException.notReady("the history can't be read: " + e.getMessage());
    } finally {
      free.release();
    }
  }
}
