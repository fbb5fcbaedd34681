package io.ringrift.dataplane.streams.schedule;

import io.ringrift.dataplane.streams.model.Attempt;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * How attempts from one source to one target over one transport went, the older ones counting less:
 * half after a day. So it needs no list of attempts, and what was fast last month misleads nobody.
 *
 * @param attempts that say something of the link, decayed
 * @param failures of them
 * @param bytes that came in those that succeeded and moved {@value #SIZABLE_BYTES} bytes or more;
 *     of smaller ones the time is not that of the bytes
 * @param seconds that these bytes took
 * @param at when the numbers are of: the end of the last attempt
 * @param lastFailure its outcome; empty: none yet
 * @param lastFailureAt null: none yet
 */
public record LinkRecord(
    double attempts,
    double failures,
    double bytes,
    double seconds,
    Instant at,
    String lastFailure,
    Instant lastFailureAt) {

  /** Nothing is known. */
  public static final LinkRecord NONE = new LinkRecord(0, 0, 0, 0, Instant.EPOCH, "", null);

  static final long SIZABLE_BYTES = 1 << 20;

  private static final Duration HALF_LIFE = Duration.ofDays(1);

  /** Outcomes that say nothing of the link: it wasn't tried, or somebody else ended it. */
  private static final Set<String> NO_WORD =
      Set.of("busy", "breaker_open", "worker_stopping", "superseded", "cancelled");

  private static final String OK = "OK";

  /** With one attempt more. */
  public LinkRecord with(Attempt attempt) {
    if (NO_WORD.contains(attempt.outcome())) {
      return this;
    }
    Instant ended = attempt.startedAt().plusMillis(attempt.durationMs());
    Instant now = ended.isAfter(at) ? ended : at;
    LinkRecord then = asOf(now);
    boolean ok = attempt.outcome().equals(OK);
    boolean sizable = ok && attempt.bytes() >= SIZABLE_BYTES;
    return new LinkRecord(
        then.attempts + 1,
        then.failures + (ok ? 0 : 1),
        then.bytes + (sizable ? attempt.bytes() : 0),
        then.seconds + (sizable ? Math.max(1, attempt.durationMs()) / 1000.0 : 0),
        now,
        ok ? lastFailure : attempt.outcome(),
        ok ? lastFailureAt : ended);
  }

  /** Both together: the partitions of the items stage each know a part. */
  public LinkRecord and(LinkRecord other) {
    Instant now = other.at.isAfter(at) ? other.at : at;
    LinkRecord a = asOf(now);
    LinkRecord b = other.asOf(now);
    boolean later =
        lastFailureAt == null
            || (other.lastFailureAt != null && other.lastFailureAt.isAfter(lastFailureAt));
    return new LinkRecord(
        a.attempts + b.attempts,
        a.failures + b.failures,
        a.bytes + b.bytes,
        a.seconds + b.seconds,
        now,
        later ? other.lastFailure : lastFailure,
        later ? other.lastFailureAt : lastFailureAt);
  }

  /** Share of the attempts that failed, 0 to 1. */
  public double failureShare() {
    return attempts == 0 ? 0 : failures / attempts;
  }

  /** NaN: nothing sizable has come. */
  public double bytesPerSecond() {
    return seconds == 0 ? Double.NaN : bytes / seconds;
  }

  private LinkRecord asOf(Instant now) {
    double left =
        Math.pow(0.5, (double) Duration.between(at, now).toMillis() / HALF_LIFE.toMillis());
    return new LinkRecord(
        attempts * left,
        failures * left,
        bytes * left,
        seconds * left,
        now,
        lastFailure,
        lastFailureAt);
  }
}
