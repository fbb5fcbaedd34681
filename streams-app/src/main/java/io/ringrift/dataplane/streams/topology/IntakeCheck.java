package io.ringrift.dataplane.streams.topology;

import java.time.Instant;
import java.util.Optional;

/** Tells whether a decoded value can be used. Pure: the same value and time, the same answer. */
@FunctionalInterface
public interface IntakeCheck<T> {

  /**
   * Looks at one value.
   *
   * @param logTime when the broker took the record
   * @return why not, or empty
   */
  Optional<Refusal> check(T value, Instant logTime);

  /** Takes everything: for topics that only this application writes. */
  static <T> IntakeCheck<T> none() {
    return (value, logTime) -> Optional.empty();
  }
}
