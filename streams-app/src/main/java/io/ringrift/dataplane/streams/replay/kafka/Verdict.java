package io.ringrift.dataplane.streams.replay.kafka;

import io.ringrift.dataplane.streams.replay.Difference;
import io.ringrift.dataplane.streams.replay.Digest;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a verification found.
 *
 * @param live digest of the live manifest
 * @param rebuilt digest of what the history gives
 * @param differences items that differ, by id, at most {@value Comparison#MOST}
 * @param more differing items beyond those
 * @param records of the history that were folded
 * @param refused of these, records that had gone to dead letters
 * @param folding how long folding took
 * @param took how long all of it took
 * @param events what shaped the first {@value ManifestCheck#EXPLAINED} differing items, by item
 */
public record Verdict(
    Digest live,
    Digest rebuilt,
    List<Difference> differences,
    long more,
    long records,
    long refused,
    Duration folding,
    Duration took,
    Map<String, List<HistoryEntry>> events) {

  public boolean equal() {
    return differences.isEmpty() && more == 0;
  }

  /** Folded records a second. */
  public long rate() {
    return Math.round(records / Math.max(0.001, folding.toNanos() / 1e9));
  }
}
