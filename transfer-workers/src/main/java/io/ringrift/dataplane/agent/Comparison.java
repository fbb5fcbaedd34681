package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.agent.source.FormerItems;
import io.ringrift.dataplane.agent.source.ItemName;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares the folder with the manifest once, after an index was lost, for as long as it takes. */
final class Comparison implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(Comparison.class);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration RETRY = Duration.ofMinutes(1);

  private final FormerItems former;
  private final BooleanSupplier looked;
  private final Supplier<Collection<ItemName>> manifest;
  private final Thread thread = new Thread(this::run, "comparison");
  private volatile String problem;

  /**
   * @param looked whether the whole folder was looked at since the start
   * @param manifest what it has here; may fail
   */
  Comparison(FormerItems former, BooleanSupplier looked, Supplier<Collection<ItemName>> manifest) {
    this.former = former;
    this.looked = looked;
    this.manifest = manifest;
    thread.setDaemon(true);
  }

  void start() {
    if (former.due()) {
      thread.start();
    }
  }

  /** Why it isn't done although it is due; null if nothing is the matter. */
  String problem() {
    return problem;
  }

  private void run() {
    try {
      while (!looked.getAsBoolean()) {
        Thread.sleep(PAUSE.toMillis());
      }
      while (former.due()) {
        tryOnce();
        if (problem != null) {
          Thread.sleep(RETRY.toMillis());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void tryOnce() {
    String before = problem;
    try {
      problem = former.compare(manifest.get());
    } catch (IOException | RuntimeException e) {
      problem = "the manifest can't be compared with: " + e.getMessage();
    }
    if (problem != null && !problem.equals(before)) {
      LOG.warn("items that went with the index are not reported as gone: {}", problem);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
