package io.ringrift.dataplane.streams.decision;

import io.ringrift.dataplane.streams.model.CatalogRow;
import io.ringrift.dataplane.streams.model.ItemType;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The rules' settings.
 *
 * @param minTrainingQuality least quality of data that a training is given, 0..1
 * @param topItems how many items DATA_NEEDED asks for, best first
 * @param grace how long a lack of data is not told to others, since data may be on its way
 * @param maxDataAge NPZ content older than this is stale; nothing switches that off per request
 * @param maxDataAgeByConfig takes its place for some configs
 * @param reorderAfter an order without an answer is repeated after this; joining what runs already,
 *     it costs nothing
 * @param needLifetime an open need ends unmet after this
 * @param keepEnded how long an ended need stays readable, and its id is known
 * @param placementLifetime a training that nobody reported the end of is taken as ended after this
 * @param intentMaxAge what is older updates the placements but starts nothing, so that reading the
 *     history again is safe; shorter than the time for which the ledger keeps ended operations
 * @param maxChoices most items one need ever tries, so that a target that refuses everything ends
 *     in a reason and not in thousands of orders
 * @param maxGuessedTargets most nodes that are served where nothing tells which of them trains
 */
public record DecisionPolicy(
    double minTrainingQuality,
    int topItems,
    Duration grace,
    Duration maxDataAge,
    Map<String, Duration> maxDataAgeByConfig,
    Duration reorderAfter,
    Duration needLifetime,
    Duration keepEnded,
    Duration placementLifetime,
    Duration intentMaxAge,
    int maxChoices,
    int maxGuessedTargets) {

  /** The design's figures. */
  public static DecisionPolicy standard() {
    return new DecisionPolicy(
        0.5,
        3,
        Duration.ofSeconds(2),
        Duration.ofHours(24),
        Map.of(),
        Duration.ofMinutes(5),
        Duration.ofHours(24),
        Duration.ofHours(24),
        Duration.ofHours(48),
        Duration.ofHours(24),
        10,
        3);
  }

  public DecisionPolicy {
    maxDataAgeByConfig = Map.copyOf(maxDataAgeByConfig);
    if (!(minTrainingQuality >= 0 && minTrainingQuality <= 1)) {
      throw new IllegalArgumentException(
          "minTrainingQuality: " + minTrainingQuality + ", allowed: 0 to 1");
    }
    atLeastOne("topItems", topItems);
    atLeastOne("maxGuessedTargets", maxGuessedTargets);
    if (maxChoices < topItems) {
      throw new IllegalArgumentException(
          "maxChoices: " + maxChoices + ", allowed: topItems (" + topItems + ") or more");
    }
    if (grace.isNegative()) {
      throw new IllegalArgumentException("grace: " + grace + ", allowed: 0 or more");
    }
    positive("maxDataAge", maxDataAge);
    maxDataAgeByConfig.forEach((config, age) -> positive("maxDataAge of " + config, age));
    positive("reorderAfter", reorderAfter);
    positive("needLifetime", needLifetime);
    positive("keepEnded", keepEnded);
    positive("placementLifetime", placementLifetime);
    positive("intentMaxAge", intentMaxAge);
  }

  /**
   * When the row's content becomes stale; empty for types that don't age: a model promoted a week
   * ago is still the one to serve.
   */
  public Optional<Instant> staleAt(CatalogRow row) {
    return staleAt(row.configKey(), row.itemType(), row.contentTime());
  }

  public Optional<Instant> staleAt(String configKey, ItemType type, Instant contentTime) {
    return type == ItemType.NPZ
        ? Optional.of(contentTime.plus(maxDataAgeByConfig.getOrDefault(configKey, maxDataAge)))
        : Optional.empty();
  }

  /** Whether what happened then may still start something. */
  public boolean startsSomething(Instant happenedAt, Instant now) {
    return !happenedAt.plus(intentMaxAge).isBefore(now);
  }

  private static void atLeastOne(String name, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(name + ": " + value + ", allowed: 1 or more");
    }
  }

  private static void positive(String name, Duration value) {
    if (value.isNegative() || value.isZero()) {
      throw new IllegalArgumentException(name + ": " + value + ", allowed: above 0");
    }
  }
}
