package io.ringrift.dataplane.streams.simulation;

import io.ringrift.dataplane.streams.model.ItemType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gathers the five figures of the seed's table; one of these for whoever moves the data. */
final class SeedFigures {

  /** What is younger has had no time to be backed up. */
  static final Duration BACKED_UP_WITHIN = Duration.ofMinutes(30);

  private static final double MIN_QUALITY = 0.5;

  private record Waiting(Instant since, String configKey) {}

  private final List<Double> viewLag = new ArrayList<>();
  private final List<Double> firstData = new ArrayList<>();
  private final List<Double> orphansAfter = new ArrayList<>();
  private final Map<String, Waiting> waiting = new HashMap<>();
  private final Map<String, Instant> orphanedSince = new HashMap<>();
  private int transfers;
  private int failed;

  /** A view of what is where was so late with a change. */
  void viewed(Duration after) {
    viewLag.add(seconds(after));
  }

  /** A transfer ended. */
  void transferred(boolean done) {
    transfers++;
    failed += done ? 0 : 1;
  }

  void trains(String nodeId, String configKey, Instant now) {
    waiting.put(nodeId, new Waiting(now, configKey));
  }

  /** Content is whole at the node now. */
  void arrived(String nodeId, Content content, Instant now) {
    Waiting trainer = waiting.get(nodeId);
    boolean does =
        trainer != null
            && content.type() == ItemType.NPZ
            && content.quality() >= MIN_QUALITY
            && content.configKey().equals(trainer.configKey());
    if (does) {
      waiting.remove(nodeId);
      firstData.add(seconds(Duration.between(trainer.since(), now)));
    }
  }

  /** The last copy that could be reached went. */
  void orphaned(String itemId, Instant now) {
    orphanedSince.putIfAbsent(itemId, now);
  }

  void detected(String itemId, Instant now) {
    Instant since = orphanedSince.remove(itemId);
    if (since != null) {
      orphansAfter.add(seconds(Duration.between(since, now)));
    }
  }

  /**
   * @param backedUp share of what is older than {@link #BACKED_UP_WITHIN}, 0..1
   */
  SeedMetrics.Figures figures(double backedUp) {
    int orphans = orphansAfter.size() + orphanedSince.size();
    return new SeedMetrics.Figures(
        percentile(viewLag, 99),
        transfers,
        transfers == 0 ? 0 : (double) failed / transfers,
        firstData.size() + waiting.size(),
        waiting.size(),
        percentile(firstData, 50),
        percentile(firstData, 95),
        orphans,
        orphansAfter.size(),
        percentile(orphansAfter, 100),
        backedUp);
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1e3;
  }

  private static double percentile(List<Double> values, int percent) {
    return values.isEmpty()
        ? Double.NaN
        : values.stream().sorted().skip((values.size() - 1L) * percent / 100).findFirst().get();
  }
}
