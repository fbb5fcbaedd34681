package io.ringrift.dataplane.agent.source;

import java.io.Closeable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what the index has not reported yet, until each report is acknowledged. Reports may repeat
 * (a kill between acknowledgement and index) and arrive in any order: each is a register write that
 * carries its own order.
 */
public final class Reporter implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Reporter.class);
  private static final int BATCH = 500;
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final Duration FIRST_BACKOFF = Duration.ofSeconds(1);
  private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(30);

  private final HoldingIndex index;
  private final ReportSink sink;
  private final Thread thread;

  public Reporter(HoldingIndex index, ReportSink sink) {
    this.index = index;
    this.sink = sink;
    this.thread = new Thread(this::run, "reporter");
  }

  public void start() {
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join(Duration.ofSeconds(5).toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    Duration backoff = FIRST_BACKOFF;
    try {
      while (!Thread.interrupted()) {
        int failed = send(index.awaitUnreported(BATCH, PATIENCE));
        if (failed == 0) {
          backoff = FIRST_BACKOFF;
        } else {
          Thread.sleep(backoff.toMillis());
          backoff = backoff.multipliedBy(2);
          backoff = backoff.compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : backoff;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private int send(List<Holding> holdings) {
    List<CompletionStage<Void>> acknowledgements = new ArrayList<>(holdings.size());
    for (Holding holding : holdings) {
      CompletionStage<Void> acknowledgement = sink.report(holding);
      acknowledgements.add(acknowledgement);
      if (acknowledgement.toCompletableFuture().isCompletedExceptionally()) {
        // Refused at once, perhaps after long tries: the next ones would be, too.
        break;
      }
    }
    int failed = holdings.size() - acknowledgements.size();
    String firstCause = null;
    for (int i = 0; i < acknowledgements.size(); i++) {
      try {
        acknowledgements.get(i).toCompletableFuture().join();
        index.reported(holdings.get(i));
      } catch (CompletionException e) {
        failed++;
        firstCause = firstCause == null ? String.valueOf(e.getCause()) : firstCause;
      }
    }
    if (failed > 0) {
      LOG.warn(
          "{} of {} reports were not acknowledged and will be sent again: {}",
          failed,
          holdings.size(),
          firstCause);
    }
    return failed;
  }
}
