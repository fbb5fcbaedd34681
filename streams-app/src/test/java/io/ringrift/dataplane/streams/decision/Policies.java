package io.ringrift.dataplane.streams.decision;

import java.time.Duration;
import java.util.Map;

/** Policies that differ from the standard in one thing. */
public final class Policies {

  private Policies() {}

  public static DecisionPolicy maxAge(String configKey, Duration age) {
    DecisionPolicy p = DecisionPolicy.standard();
    return new DecisionPolicy(
        p.minTrainingQuality(),
        p.topItems(),
        p.grace(),
        p.maxDataAge(),
        Map.of(configKey, age),
        p.reorderAfter(),
        p.needLifetime(),
        p.keepEnded(),
        p.placementLifetime(),
        p.intentMaxAge(),
        p.maxChoices(),
        p.maxGuessedTargets());
  }
}
