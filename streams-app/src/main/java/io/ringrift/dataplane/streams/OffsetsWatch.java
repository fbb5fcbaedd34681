package io.ringrift.dataplane.streams;

import io.ringrift.dataplane.contract.admin.HangingTransaction;
import io.ringrift.dataplane.contract.admin.HangingTransactions;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.internals.Topic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * While the stages don't come to run: looks whether a former transaction of this application hangs
 * in the committed offsets, which no restart would heal, and ends it (ADR 0039). At worst input is
 * read again, which changes nothing. What hangs elsewhere, or is another's, is for {@code dataplane
 * doctor --repair}.
 */
final class OffsetsWatch implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(OffsetsWatch.class);

  /** Longer than a transaction lives (5 s) and a rebalance takes. */
  private static final Duration INTERVAL = Duration.ofSeconds(15);

  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Admin admin;
  private final String applicationId;
  private final BooleanSupplier running;
  private boolean stoodStill;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "offsets-watch");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param running whether all stages run
   */
  OffsetsWatch(Map<String, Object> kafka, String applicationId, BooleanSupplier running) {
    this.admin = Admin.create(kafka);
    this.applicationId = applicationId;
    this.running = running;
    // Its result is what it does.
    Future<?> unused =
        timer.scheduleWithFixedDelay(
            this::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Twice in a row not running: a rebalance on its way isn't looked at. */
  private void look() {
    try {
      boolean stands = !running.getAsBoolean();
      if (stands && stoodStill) {
        free();
      }
      stoodStill = stands;
    } catch (RuntimeException e) {
      log.warn(
          "Stages don't run; transactions that hang can't be found or ended: {}", e.toString());
    }
  }

  private void free() {
    HangingTransactions transactions = new HangingTransactions(admin, PATIENCE);
    for (HangingTransaction hanging : transactions.find(Topic.GROUP_METADATA_TOPIC_NAME::equals)) {
      if (hanging.transactionalId().startsWith(applicationId + "-")) {
        transactions.abort(hanging);
        log.warn("Ended a transaction that nobody would have ended: {}", hanging);
      }
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    admin.close(Duration.ofSeconds(1));
  }
}
