package io.ringrift.dataplane.agent.s3;

import io.ringrift.dataplane.agent.source.Boot;
import io.ringrift.dataplane.agent.source.Content;
import io.ringrift.dataplane.agent.source.Holding;
import io.ringrift.dataplane.agent.source.ItemName;
import io.ringrift.dataplane.agent.source.ReportSink;
import java.io.IOException;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

/**
 * Register writes of a bucket, in the order in which things were seen: a page that was listed
 * before an object arrived has nothing to say of it. Thread-safe.
 */
final class BucketReports {
  private final Boot boot;
  private final ReportSink sink;
  private final Clock clock;
  private final Set<String> arrivedSincePage = new HashSet<>();

  BucketReports(Boot boot, ReportSink sink, Clock clock) {
    this.boot = boot;
    this.sink = sink;
    this.clock = clock;
  }

  /** The next page is about to be listed; what arrives from now on it may not show. */
  synchronized void pageBegins() {
    arrivedSincePage.clear();
  }

  /**
   * Reports what the page shows.
   *
   * @param content null: the item is gone
   * @param sent gets what to wait for
   * @return false if something newer has been reported since the page was listed
   */
  synchronized boolean shown(
      String key, ItemName name, Content content, List<CompletionStage<Void>> sent) {
    if (arrivedSincePage.contains(key)) {
      return false;
    }
    report(name, content, sent);
    return true;
  }

  /** Keeps and reports what was seen beside the pages. */
  synchronized Holding arrived(
      Known known,
      ItemName name,
      Content content,
      KnownState state,
      List<CompletionStage<Void>> sent)
      throws IOException {
    state.arrived(known);
    arrivedSincePage.add(known.object().key());
    return report(name, content, sent);
  }

  /** Waits until all are acknowledged. */
  static void await(List<CompletionStage<Void>> sent) throws IOException {
    for (CompletionStage<Void> one : sent) {
      try {
        one.toCompletableFuture().join();
      } catch (CompletionException e) {
        throw new IOException("reports are not acknowledged: " + e.getCause(), e);
      }
    }
  }

  private Holding report(ItemName name, Content content, List<CompletionStage<Void>> sent) {
    Holding holding =
        new Holding(name, content, boot.number(), boot.nextSequence(), clock.instant());
    sent.add(sink.report(holding));
    return holding;
  }
}
