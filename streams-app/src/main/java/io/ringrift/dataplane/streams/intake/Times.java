package io.ringrift.dataplane.streams.intake;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Times as they come: numbers since 1970 in four units, and ISO-8601 with or without a zone. */
final class Times {

  /** Smaller numbers lie before 1973: durations and counters, not times of events. */
  private static final BigDecimal EARLIEST = new BigDecimal("1e8");

  /** Numbers from here on are milliseconds: as seconds they would lie after the year 5000. */
  private static final BigDecimal MILLIS_FROM = new BigDecimal("1e11");

  private static final BigDecimal MICROS_FROM = new BigDecimal("1e14");
  private static final BigDecimal NANOS_FROM = new BigDecimal("1e17");
  private static final BigDecimal TOO_LARGE = new BigDecimal("1e20");

  /** Longer ages than this say that a field holds something else. */
  private static final Duration OLDEST = Duration.ofDays(36_500);

  private Times() {}

  /** To the millisecond, as the contract keeps it. */
  static Optional<Instant> parse(String text) {
    String trimmed = text.strip();
    try {
      return Optional.of(epoch(new BigDecimal(trimmed)));
    } catch (NumberFormatException e) {
      return iso(trimmed.replaceFirst("^(\\d{4}-\\d{2}-\\d{2}) ", "$1T"));
    } catch (ArithmeticException e) {
      return Optional.empty();
    }
  }

  /** Whether it is the zero that services send for a time that they don't have. */
  static boolean isZero(String text) {
    return text.strip().matches("0+(\\.0*)?");
  }

  /** Whether it is a date and time that leaves open in which zone. */
  static boolean withoutZone(String text) {
    return text.strip().matches("\\d{4}-\\d{2}-\\d{2}[T ][0-9:.]+");
  }

  static Optional<Duration> age(double amount, Duration unit) {
    double millis = amount * unit.toMillis();
    return millis >= 0 && millis <= OLDEST.toMillis()
        ? Optional.of(Duration.ofMillis((long) millis))
        : Optional.empty();
  }

  private static Instant epoch(BigDecimal number) {
    if (number.compareTo(EARLIEST) < 0 || number.compareTo(TOO_LARGE) > 0) {
      throw new ArithmeticException("no time: " + number);
    }
    int decimalsToMillis =
        number.compareTo(NANOS_FROM) >= 0
            ? -6
            : number.compareTo(MICROS_FROM) >= 0 ? -3 : number.compareTo(MILLIS_FROM) >= 0 ? 0 : 3;
    return Instant.ofEpochMilli(
        number
            .scaleByPowerOfTen(decimalsToMillis)
            .setScale(0, RoundingMode.FLOOR)
            .longValueExact());
  }

  private static Optional<Instant> iso(String text) {
    try {
      Instant time =
          withoutZone(text)
              ? LocalDateTime.parse(text).toInstant(ZoneOffset.UTC)
              : OffsetDateTime.parse(text).toInstant();
      return Optional.of(time.truncatedTo(ChronoUnit.MILLIS));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
