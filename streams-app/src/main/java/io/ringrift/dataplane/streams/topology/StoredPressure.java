package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.streams.model.ClusterEvent;
import io.ringrift.dataplane.streams.model.ClusterEvent.BackpressureActivated;
import io.ringrift.dataplane.streams.model.ClusterEvent.BackpressureReleased;
import io.ringrift.dataplane.streams.schedule.Pressure;
import io.ringrift.dataplane.streams.schedule.PressureWord;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What one task knows of backpressure: read once, then written through. */
final class StoredPressure {

  private final ItemsIndex index;
  private final Duration lifetime;
  private Pressure pressure = Pressure.NONE;

  StoredPressure(ItemsIndex index, Duration lifetime) {
    this.index = index;
    this.lifetime = lifetime;
    for (String word : index.pressure()) {
      pressure = pressure.with(parse(word));
    }
  }

  Pressure current() {
    return pressure;
  }

  /**
   * Takes an event.
   *
   * @return what it said, if that is news; empty for other events
   */
  Optional<PressureWord> take(ClusterEvent event, Instant now) {
    PressureWord word = word(event, now);
    if (word == null) {
      return Optional.empty();
    }
    Pressure next = pressure.with(word);
    if (next == pressure) {
      return Optional.empty();
    }
    pressure = next;
    index.putPressure(word.key(), text(word));
    return Optional.of(word);
  }

  private PressureWord word(ClusterEvent event, Instant now) {
    if (event.payload() instanceof BackpressureActivated on) {
      return new PressureWord(
          scope(on.scope()),
          or(on.subject()),
          true,
          or(on.cause()),
          event.occurredAt(),
          now.plus(lifetime));
    } else if (event.payload() instanceof BackpressureReleased off) {
      return new PressureWord(
          scope(off.scope()), or(off.subject()), false, "", event.occurredAt(), now);
    }
    return null;
  }

  private static PressureWord.Scope scope(ClusterEvent.Scope scope) {
    return PressureWord.Scope.valueOf(scope.name());
  }

  private static String or(String text) {
    return text == null ? "" : text;
  }

  private static String text(PressureWord word) {
    return String.join(
        "\n",
        word.scope().name(),
        word.subject(),
        Boolean.toString(word.active()),
        Long.toString(word.occurredAt().toEpochMilli()),
        Long.toString(word.until().toEpochMilli()),
        word.cause());
  }

  private static PressureWord parse(String text) {
    String[] parts = text.split("\n", 6);
    return new PressureWord(
        PressureWord.Scope.valueOf(parts[0]),
        parts[1],
        Boolean.parseBoolean(parts[2]),
        parts[5],
        Instant.ofEpochMilli(Long.parseLong(parts[3])),
        Instant.ofEpochMilli(Long.parseLong(parts[4])));
  }
}
