package io.ringrift.dataplane.worker.wire;

import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.worker.execute.ExecutionResult;
import io.ringrift.dataplane.worker.transport.Pause;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
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
   * @return why it was not; empty: it was. It may have arrived all the same
   */
  public Optional<String> started(TransferRequest request) {
    return publish(request, writer.started(request, clock.instant()));
  }

  /**
   * Says how it ended. Doesn't return before that is acknowledged, so the slot stays taken and the
   * worker takes no more work than it can answer for. Only {@link #stop} ends a fruitless wait.
   */
  public void ended(TransferRequest request, ExecutionResult result) {
    TransferResult record = writer.ended(request, result, clock.instant());
    Duration wait = FIRST_WAIT;
    Optional<String> failure = publish(request, record);
    while (failure.isPresent() && !stopping) {
      log.warn(
          "{}: {} not published, tried again in {} ms: {}",
          request.label(),
          record.getType(),
          wait.toMillis(),
          failure.get());
      pauseFor(wait);
      wait = wait.multipliedBy(2).compareTo(LONGEST_WAIT) < 0 ? wait.multipliedBy(2) : LONGEST_WAIT;
      failure = publish(request, record);
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

  private Optional<String> publish(TransferRequest request, TransferResult record) {
    String failure = tryPublish(request, record);
    if (failure == null && trouble != null) {
      log.info("Results are published again");
    }
    trouble = failure;
    return Optional.ofNullable(failure);
  }

  private String tryPublish(TransferRequest request, TransferResult record) {
    try {
      outbox.send(topic, request.itemId(), record).get();
      return null;
    } catch (ExecutionException e) {
      return String.valueOf(e.getCause());
    } catch (InterruptedException | InterruptException e) {
      // Only the end of the worker interrupts, and it is waiting for this very result.
      return "interrupted";
    } catch (KafkaException e) {
      return e.toString();
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
