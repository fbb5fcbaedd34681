package io.ringrift.dataplane.worker.wire;

import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.check.Limits;
import io.ringrift.dataplane.worker.execute.ExecutionResult;
import io.ringrift.dataplane.worker.transport.Pause;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The only writer of transfer results. All results of one (operation, epoch) are idempotent, so one
 * told twice does no harm, and one that may not have arrived is told again.
 */
public final class ResultPublisher {
  private static final Logger log = LoggerFactory.getLogger(ResultPublisher.class);

  private static final Duration FIRST_WAIT = Duration.ofMillis(200);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  /**
   * @param takenAt when the broker took it, by its clock; null if it did not
   */
  private record Answer(Optional<String> failure, Instant takenAt) {
    private static Answer failed(String why) {
      return new Answer(Optional.of(why), null);
    }
  }

  private final Outbox outbox;
  private final Topic<TransferResult> topic;
  private final ResultWriter writer;
  private final Clock clock;
  private final Pause pause;
  private volatile String trouble;
  private volatile boolean stopping;

  public ResultPublisher(
      Outbox outbox, Topic<TransferResult> topic, String workerId, Clock clock, Pause pause) {
    this.outbox = outbox;
    this.topic = topic;
    this.writer = new ResultWriter(workerId);
    this.clock = clock;
    this.pause = pause;
  }

  /**
   * Says that an operation starts and waits until that is acknowledged.
   *
   * @return why it was not, or why nobody will heed it; empty: it was. It may have arrived all the
   *     same
   */
  public Optional<String> started(TransferRequest request) {
    TransferResult record = writer.started(request, clock.instant());
    Answer answer = publish(request, record);
    return answer.failure().or(() -> tooFarAhead(record.getOccurredAt(), answer.takenAt()));
  }

  /**
   * The ledger takes no result from so far ahead: neither start nor end would be heard of, and the
   * operation would seem to wait on its topic.
   */
  private static Optional<String> tooFarAhead(Instant worker, Instant broker) {
    Duration ahead = Duration.between(broker, worker);
    return ahead.compareTo(Limits.AHEAD) <= 0
        ? Optional.empty()
        : Optional.of(
            "the clock of this worker is %d s ahead of the broker's, allowed: %d s"
                .formatted(ahead.toSeconds(), Limits.AHEAD.toSeconds()));
  }

  /**
   * Says how it ended. Doesn't return before that is acknowledged, so the slot stays taken and the
   * worker takes no more work than it can answer for. Only {@link #stop} ends a fruitless wait.
   */
  public void ended(TransferRequest request, ExecutionResult result) {
    TransferResult record = writer.ended(request, result, clock.instant());
    Duration wait = FIRST_WAIT;
    Optional<String> failure = publish(request, record).failure();
    while (failure.isPresent() && !stopping) {
      log.warn(
          "{}: {} not published, tried again in {} ms: {}",
          request.label(),
          record.getType(),
          wait.toMillis(),
          failure.get());
      pauseFor(wait);
      wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
      failure = publish(request, record).failure();
    }
    failure.ifPresent(
        reason ->
            log.error(
                "{}: {} not published before the worker ended: {}; the ledger's lease will end",
                request.label(),
                record.getType(),
                reason));
  }

  /** Why results can't be published now; empty while they can. */
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /** From now on a result that fails is not tried again. */
  public void stop() {
    stopping = true;
  }

  private Answer publish(TransferRequest request, TransferResult record) {
    Answer answer = tryPublish(request, record);
    if (answer.failure().isEmpty() && trouble != null) {
      log.info("Results are published again");
    }
    trouble = answer.failure().orElse(null);
    return answer;
  }

  private Answer tryPublish(TransferRequest request, TransferResult record) {
    try {
      RecordMetadata taken = outbox.send(topic, request.itemId(), record).get();
      return new Answer(Optional.empty(), Instant.ofEpochMilli(taken.timestamp()));
    } catch (ExecutionException e) {
      return Answer.failed(String.valueOf(e.getCause()));
    } catch (InterruptedException | InterruptException e) {
      // Only the end of the worker interrupts, and it is waiting for this very result.
      return Answer.failed("interrupted");
    } catch (KafkaException e) {
      return Answer.failed(e.toString());
    }
  }

  private void pauseFor(Duration wait) {
    try {
      pause.pause(wait);
    } catch (InterruptedException e) {
      log.debug("Wait for the next try cut short: the worker ends");
    }
  }
}
