package io.ringrift.dataplane.streams.replay.kafka;

import io.ringrift.dataplane.streams.replay.Difference;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rebuilds the manifest from the history and holds the live one against it, while both go on.
 *
 * <pre>
 * 1. note where the history ends, wait until the live group has committed past it
 * 2. read the live manifest to its end: it holds all of 1, perhaps more
 * 3. read the history up to 1 with all threads; fold a part of it after another, compare its rows
 * 4. items that differ: fold on to newer ends, wait, read on, compare again
 * </pre>
 *
 * <p>Step 4 is repeated: an item that is being written to differs for a moment, one that is wrong
 * differs every time. Reads only.
 */
public final class ManifestCheck {

  /** Differing items for which the events that made them are looked up. */
  static final int EXPLAINED = 20;

  /** An item in use is quiet in one of so many rounds, unless it is written to without a pause. */
  private static final int ROUNDS = 10;

  private final HistoryLog log;
  private final Options options;
  private final ReplayProgress progress;

  /**
   * How to check.
   *
   * @param applicationId consumer group of the live application
   * @param scratch folder for rebuilt rows; what is put there is gone at the end
   * @param threads that fold
   * @param patience how long the live application may stand still
   * @param fromBaseline false: from the beginning of the history
   */
  public record Options(
      String applicationId, Path scratch, int threads, Duration patience, boolean fromBaseline) {}

  public ManifestCheck(HistoryLog log, Options options, ReplayProgress progress) {
    this.log = log;
    this.options = options;
    this.progress = progress;
  }

  /**
   * Checks all of the manifest.
   *
   * @throws ReplayException when it can't be done
   */
  public Verdict verify() {
    long began = System.nanoTime();
    LiveGroup group = new LiveGroup(log, options.applicationId(), options.patience());
    ParallelScan scan = new ParallelScan(log, options.threads(), progress);
    try (Scratch scratch = Scratch.in(options.scratch());
        HistoryFold fold = new HistoryFold(log.intake(), scan, scratch.folder("history"));
        LiveManifest live = new LiveManifest(log, scan, scratch.folder("live"), progress)) {
      Offsets ends = log.ends();
      Baselines baselines = new Baselines(log);
      Origin origin =
          options.fromBaseline() ? baselines.nearest(ends, Instant.MAX) : baselines.beginning();
      progress.begin("waiting for the live application", 0);
      group.awaitFolded(ends);
      live.readAll();
      List<Span> history = origin.from().to(ends);
      progress.begin("history", Offsets.length(history) + Offsets.length(origin.rows()));
      long foldBegan = System.nanoTime();
      fold.read(origin, hash -> true);
      fold.read(history);
      long records = fold.records();
      progress.begin("folding and comparing", 0);
      Comparison comparison = new Comparison(live, fold);
      comparison.all(options.threads());
      Duration folding = Duration.ofNanos(System.nanoTime() - foldBegan);
      for (int round = 0; round < ROUNDS && comparison.suspicious(); round++) {
        Offsets newer = log.ends();
        group.awaitFolded(newer);
        live.catchUp(comparison::isNow);
        List<Span> tail = ends.to(newer);
        progress.begin("differing items again", Offsets.length(tail));
        fold.each(tail, comparison::shouldBe);
        comparison.suspectsAgain();
        ends = newer;
      }
      List<Difference> differences = comparison.differences();
      return new Verdict(
          comparison.liveDigest(),
          comparison.rebuiltDigest(),
          differences,
          comparison.more(),
          records,
          fold.refused(),
          folding,
          Duration.ofNanos(System.nanoTime() - began),
          events(differences, origin.from().to(ends), scan));
    }
  }

  private Map<String, List<HistoryEntry>> events(
      List<Difference> differences, List<Span> history, ParallelScan scan) {
    Map<String, List<HistoryEntry>> events = new TreeMap<>();
    List<String> items =
        differences.stream()
            .map(Difference::itemId)
            .sorted(Comparator.naturalOrder())
            .limit(EXPLAINED)
            .toList();
    if (items.isEmpty()) {
      return events;
    }
    HistorySearch search = new HistorySearch(log, scan, items);
    progress.begin("what made them", Offsets.length(search.narrow(history)));
    for (HistoryEntry entry : search.search(history)) {
      events.computeIfAbsent(entry.itemId(), id -> new ArrayList<>()).add(entry);
    }
    return events;
  }
}
