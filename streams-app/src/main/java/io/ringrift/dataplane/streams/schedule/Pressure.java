package io.ringrift.dataplane.streams.schedule;

import io.ringrift.dataplane.streams.model.Priority;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What is under pressure, as BACKPRESSURE_ACTIVATED and _RELEASED last said of each scope and
 * subject.
 *
 * <p>LOW and COLD_STORAGE wait until the pressure is gone. NORMAL is slowed: a target gets one
 * transfer after another. CRITICAL and HIGH are never touched: holding them made data stale, which
 * failed trainings, which kept the pressure up.
 *
 * <p>Events of one subject may come in any order (they are keyed by whatever the emitter likes), so
 * the one that happened last counts, and at the same moment the release.
 */
public final class Pressure {

  /** Nothing is under pressure. */
  public static final Pressure NONE = new Pressure(new TreeMap<>());

  private final SortedMap<String, PressureWord> words;

  private Pressure(SortedMap<String, PressureWord> words) {
    this.words = words;
  }

  /** The same with this word taken; itself if the word is not news. */
  public Pressure with(PressureWord word) {
    PressureWord known = words.get(word.key());
    if (known != null && !word.newerThan(known)) {
      return this;
    }
    SortedMap<String, PressureWord> next = new TreeMap<>(words);
    next.put(word.key(), word);
    return new Pressure(next);
  }

  /** What lies on transfers of this priority to this target; empty: nothing does. */
  Optional<PressureWord> on(Priority priority, String targetNode, Instant now) {
    if (priority.neverHeld()) {
      return Optional.empty();
    }
    return words.values().stream()
        .filter(word -> word.activeAt(now) && word.concerns(priority, targetNode))
        .findFirst();
  }

  /** Nodes that are not to be read from by anything that may wait. */
  Set<String> nodes(Instant now) {
    Set<String> nodes = new TreeSet<>();
    for (PressureWord word : words.values()) {
      if (word.scope() == PressureWord.Scope.NODE && word.activeAt(now)) {
        nodes.add(word.subject());
      }
    }
    return nodes;
  }
}
