package io.ringrift.dataplane.local.bench.priority;

import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.avro.TransferResultType;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.contract.config.Settings;
import io.ringrift.dataplane.local.kafka.TopicReader;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Which operations the ledger emitted for trainings, and what workers started and ended, as the
 * plane's topics tell it. All times are of one machine's clock. One thread.
 */
final class Starts implements AutoCloseable {

  /** When a training asked, and what became of its operation; null: not seen yet. */
  private record Urgent(Instant asked, String operationId, Instant emitted) {}

  private final TopicReader reader;
  private final Map<String, Urgent> byRequest = new LinkedHashMap<>();
  private final Map<String, Instant> urgentStarts = new HashMap<>();
  private final Map<String, Integer> completed = new TreeMap<>();
  private final Map<Priority, Integer> started = new EnumMap<>(Priority.class);

  /** From now on. */
  Starts(Settings settings, Topics topics) {
    reader =
        TopicReader.of(settings)
            .on(topics.operations(Priority.CRITICAL), found -> emitted(found.value()))
            .on(topics.transferResults(), found -> result(found.value()))
            .atEnd()
            .open();
  }

  void readMore(Duration patience) {
    reader.readMore(patience);
  }

  /** Forgets what was seen: a round begins. */
  void begin() {
    completed.clear();
    started.clear();
    byRequest.clear();
    urgentStarts.clear();
  }

  /** A training asks now. */
  void asks(String eventId, Instant at) {
    byRequest.put(eventId, new Urgent(at, null, null));
  }

  /** Trainings whose operation has not started. */
  int unanswered() {
    return byRequest.size() - waits(false).size();
  }

  /** Operations that each worker completed since the beginning. */
  Map<String, Integer> completed() {
    return new TreeMap<>(completed);
  }

  /** Operations that were started since the beginning. */
  Map<Priority, Integer> started() {
    return new EnumMap<>(started);
  }

  /**
   * How long each urgent operation waited for its start, ascending, in milliseconds.
   *
   * @param atTheWorkers from its emission by the ledger; else from the event that caused it
   */
  List<Long> waits(boolean atTheWorkers) {
    return byRequest.values().stream()
        .map(urgent -> wait(urgent, atTheWorkers))
        .filter(Objects::nonNull)
        .sorted()
        .toList();
  }

  private Long wait(Urgent urgent, boolean atTheWorkers) {
    Instant start = urgentStarts.get(urgent.operationId());
    return start == null
        ? null
        : Math.max(
            0,
            Duration.between(atTheWorkers ? urgent.emitted() : urgent.asked(), start).toMillis());
  }

  private void emitted(DataOperation operation) {
    byRequest.computeIfPresent(
        operation.getRequestId(),
        (request, urgent) ->
            urgent.operationId() != null
                ? urgent
                : new Urgent(urgent.asked(), operation.getOperationId(), operation.getEmittedAt()));
  }

  private void result(TransferResult result) {
    if (result.getType() == TransferResultType.DATA_TRANSFER_STARTED) {
      Priority priority = BenchCluster.priorityTo(result.getTargetNode());
      started.merge(priority, 1, Integer::sum);
      if (priority == Priority.CRITICAL) {
        urgentStarts.putIfAbsent(result.getOperationId(), result.getOccurredAt());
      }
    } else if (result.getType() == TransferResultType.DATA_TRANSFER_COMPLETE) {
      completed.merge(result.getWorkerId(), 1, Integer::sum);
    }
  }

  @Override
  public void close() {
    reader.close();
  }
}
