package io.ringrift.dataplane.streams.replay;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Moments as people write them. */
public final class LogTime {

  private LogTime() {}

  /**
   * Reads {@code 2026-11-20T10:00Z}, with or without seconds, with any offset.
   *
   * @param name of what is read, for the message
   * @throws IllegalArgumentException with what is allowed
   */
  public static Instant parse(String name, String text) {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          name + " is '" + text + "', allowed: a time such as 2026-11-20T10:00Z", e);
    }
  }
}
