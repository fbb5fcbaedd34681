package io.ringrift.dataplane.streams.replay.kafka;

import io.ringrift.dataplane.avro.Baseline;
import io.ringrift.dataplane.avro.HistoryOffset;
import io.ringrift.dataplane.avro.ItemRestatement;
import io.ringrift.dataplane.streams.replay.Digest;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Takes a baseline: folds the history as it is kept and says every row again, so that what lies
 * before can be dropped. The live application merges the rows, which changes nothing.
 */
public final class BaselineTaking {

  private static final String CAUSE = "BASELINE";

  private final HistoryLog log;
  private final Path scratch;
  private final int threads;
  private final ReplayProgress progress;

  /**
   * @param scratch folder for rebuilt rows; what is put there is gone at the end
   * @param threads that fold
   */
  public BaselineTaking(HistoryLog log, Path scratch, int threads, ReplayProgress progress) {
    this.log = log;
    this.scratch = scratch;
    this.threads = threads;
    this.progress = progress;
  }

  /**
   * Takes one.
   *
   * @param id unique
   */
  public Baseline take(String id, Instant now) {
    List<String> restatements = List.of(log.topics().restatements().name());
    Offsets covers = log.ends();
    Origin origin = new Baselines(log).nearest(covers, Instant.MAX);
    ParallelScan scan = new ParallelScan(log, threads, progress);
    try (Scratch folder = Scratch.in(scratch);
        HistoryFold fold = new HistoryFold(log.intake(), scan, folder.folder("history"));
        Restater restater = new Restater(log)) {
      List<Span> tail = origin.from().to(covers);
      progress.begin("history", Offsets.length(tail) + Offsets.length(origin.rows()));
      fold.read(origin, hash -> true);
      fold.read(tail);
      Offsets rowsFrom = log.ends(restatements);
      progress.begin("publishing rows", 0);
      Digest digest = publish(fold, restater, id, now);
      restater.flush();
      Baseline baseline =
          new Baseline(
              id,
              now,
              places(covers),
              places(rowsFrom),
              places(log.ends(restatements)),
              digest.items(),
              digest.hex());
      restater.say(baseline);
      restater.flush();
      return baseline;
    }
  }

  private Digest publish(HistoryFold fold, Restater restater, String id, Instant now) {
    AtomicReference<Digest> digest = new AtomicReference<>(Digest.EMPTY);
    fold.inParts(
        threads,
        rows -> {
          Digest.Sum sum = new Digest.Sum();
          rows.forEach(
              row -> {
                restater.say(
                    new ItemRestatement(row.itemId(), CAUSE, RegisterRows.of(row), null, id, now));
                sum.add(row);
                progress.add(1);
              });
          digest.accumulateAndGet(sum.digest(), Digest::plus);
        });
    return digest.get();
  }

  private static List<HistoryOffset> places(Offsets offsets) {
    return offsets.byPartition().entrySet().stream()
        .map(e -> new HistoryOffset(e.getKey().topic(), e.getKey().partition(), e.getValue()))
        .sorted()
        .toList();
  }
}
