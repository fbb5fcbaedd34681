package io.ringrift.dataplane.streams.node;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Whether the stage has read all heartbeats there are: without that, silence means nothing.
 *
 * <p>Known by ticks, records that the application writes among the heartbeats: a tick read soon
 * after it was sent shows that there is no backlog, and that the broker takes records. A gap
 * between such ticks means there was a backlog or an outage, so counting starts anew after it.
 *
 * @param lastTick log time of the last fresh tick; null: none yet
 * @param since log time from which on silence counts; null with {@code lastTick}
 */
public record CaughtUp(Instant lastTick, Instant since) {

  /** After a start, before the first fresh tick. */
  public static final CaughtUp NOT_YET = new CaughtUp(null, null);

  /**
   * What a tick shows.
   *
   * @param logTime of the tick
   * @param sentAt by the clock of the application
   * @param now by the clock of the application
   * @param freshness see {@link NodePolicy#tickFreshness}
   * @return empty if the tick isn't fresh: part of a backlog, or sent by an instance whose clock is
   *     off; nothing may be judged by it
   */
  public Optional<CaughtUp> tick(Instant logTime, Instant sentAt, Instant now, Duration freshness) {
    if (Duration.between(sentAt, now).abs().compareTo(freshness) > 0) {
      return Optional.empty();
    }
    boolean gap = lastTick == null || Duration.between(lastTick, logTime).compareTo(freshness) > 0;
    return Optional.of(new CaughtUp(logTime, gap ? logTime : since));
  }
}
