package io.ringrift.dataplane.streams.replay.kafka;

import io.ringrift.dataplane.avro.Baseline;
import io.ringrift.dataplane.avro.HistoryOffset;
import io.ringrift.dataplane.avro.ItemRestatement;
import io.ringrift.dataplane.streams.replay.Digest;
import io.ringrift.dataplane.streams.replay.ItemBytes;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

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
        HistoryFold fold = new HistoryFold(log, scan, folder.folder("rows"));
        Restater restater = new Restater(log)) {
      List<Span> tail = origin.from().to(covers);
      progress.begin("history", Offsets.length(tail) + Offsets.length(origin.rows()));
      fold.fold(origin, item -> true);
      fold.fold(tail);
      Offsets rowsFrom = log.ends(restatements);
      progress.begin("publishing rows", 0);
      Digest digest = publish(fold.rows(), restater, id, now);
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

  private Digest publish(FoldedRows rows, Restater restater, String id, Instant now) {
    Digest digest = Digest.EMPTY;
    try (FoldedRows.Cursor row = rows.rows()) {
      for (; row.isValid(); row.next()) {
        byte[] bytes = row.value();
        digest = digest.plus(bytes);
        restater.say(
            new ItemRestatement(
                new String(row.key(), java.nio.charset.StandardCharsets.UTF_8),
                CAUSE,
                RegisterRows.of(ItemBytes.parse(bytes)),
                null,
                id,
                now));
        progress.add(1);
      }
    }
    return digest;
  }

  private static List<HistoryOffset> places(Offsets offsets) {
    return offsets.byPartition().entrySet().stream()
        .map(e -> new HistoryOffset(e.getKey().topic(), e.getKey().partition(), e.getValue()))
        .sorted()
        .toList();
  }
}
