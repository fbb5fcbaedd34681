package io.ringrift.dataplane.agent.source;

import io.ringrift.dataplane.agent.limit.TokenBucket;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what is known once more, slowly and for ever: a file whose bytes have changed while its
 * size and times have not was damaged by the disk, and nothing else would ever notice. It is
 * registered as INVALID with the evidence, so the replica is SUSPECT and no source any more. The
 * file is left where it is.
 */
public final class Scrub implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Scrub.class);

  /** A small folder is not read all the time. */
  private static final Duration SHORTEST_PASS = Duration.ofDays(1);

  private final DataRoot root;
  private final HoldingIndex index;
  private final TokenBucket rate;
  private final Clock clock;
  private final Thread thread;
  private volatile ScrubSummary summary = ScrubSummary.NONE;

  /**
   * @param rate of reading; the pace of it all
   */
  public Scrub(DataRoot root, HoldingIndex index, TokenBucket rate, Clock clock) {
    this.root = root;
    this.index = index;
    this.rate = rate;
    this.clock = clock;
    this.thread = new Thread(this::run, "scrub");
  }

  public void start() {
    thread.start();
  }

  public ScrubSummary summary() {
    return summary;
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
    try {
      while (!Thread.interrupted()) {
        Instant next = clock.instant().plus(SHORTEST_PASS);
        pass();
        Duration rest = Duration.between(clock.instant(), next);
        Thread.sleep(Math.max(1_000, rest.toMillis()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads all that is known now once. */
  void pass() throws InterruptedException {
    for (Holding holding : index.all()) {
      if (holding.present() && holding.content().validation() != Validation.INVALID) {
        try {
          verify(holding);
        } catch (RuntimeException e) {
          LOG.error("reading {} again broke", holding.name().itemId(), e);
        }
      }
    }
    summary = summary.passed(clock.instant());
  }

  private void verify(Holding holding) throws InterruptedException {
    String itemId = holding.name().itemId();
    try {
      Path file = root.file(holding);
      if (!unchanged(holding, file)) {
        return;
      }
      String found = FileHash.of(file, rate);
      if (!unchanged(holding, file)) {
        return;
      }
      if (found.equals(holding.content().sha256())) {
        summary = summary.intact(holding.content().stamp().size());
      } else {
        condemn(
            holding,
            "read again at %s: sha256 is now %s, with size and times as they were"
                .formatted(clock.instant(), found));
      }
    } catch (NoSuchFileException e) {
      LOG.debug("{} went before it was read again", itemId);
    } catch (AccessDeniedException | RefusedItemException e) {
      LOG.warn("{} can't be read again: {}", itemId, e.toString());
    } catch (IOException e) {
      if (root.mounted()) {
        condemn(holding, "can't be read again at %s: %s".formatted(clock.instant(), e));
      }
    }
  }

  private void condemn(Holding holding, String evidence) {
    if (index.damaged(holding, evidence)) {
      summary = summary.damaged();
      LOG.error("{} is damaged and will not be served: {}", holding.name().itemId(), evidence);
    }
  }

  private boolean unchanged(Holding holding, Path file) throws IOException {
    BasicFileAttributes attributes = root.attributes(file);
    return attributes != null && holding.describes(FileStamp.of(attributes));
  }
}
