package io.ringrift.dataplane.agent.fetch.http;

import java.io.Closeable;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Ends connections that have waited for their peer too long. A blocking read of a channel has no
 * time limit of its own; closing the channel from here ends it.
 */
final class StallGuard implements Closeable {
  private final Duration patience;
  private final Set<SocketRangeConnection> watched = ConcurrentHashMap.newKeySet();
  private final ScheduledFuture<?> rounds;

  StallGuard(Duration patience, ScheduledExecutorService timer) {
    this.patience = patience;
    long millis = Math.max(10, Math.min(1000, patience.toMillis() / 10));
    this.rounds = timer.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
  }

  Duration patience() {
    return patience;
  }

  void watch(SocketRangeConnection connection) {
    watched.add(connection);
  }

  void forget(SocketRangeConnection connection) {
    watched.remove(connection);
  }

  @Override
  public void close() {
    rounds.cancel(false);
  }

  private void look() {
    long now = System.nanoTime();
    watched.forEach(connection -> connection.closeIfWaiting(now, patience.toNanos()));
  }
}
