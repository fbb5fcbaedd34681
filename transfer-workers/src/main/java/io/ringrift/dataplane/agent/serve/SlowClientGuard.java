package io.ringrift.dataplane.agent.serve;

import com.sun.net.httpserver.HttpExchange;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Ends answers whose client has stopped reading, since each holds a thread and a slot. The server's
 * own time limit for answers counts from their start, which would end long downloads too.
 */
final class SlowClientGuard {
  private final Duration patience;
  private final Map<HttpExchange, Long> lastProgress = new ConcurrentHashMap<>();

  SlowClientGuard(Duration patience, ScheduledExecutorService timer) {
    this.patience = patience;
    long millis = Math.max(10, Math.min(1000, patience.toMillis() / 10));
    timer.scheduleWithFixedDelay(this::look, millis, millis, TimeUnit.MILLISECONDS);
  }

  /** The client has just taken some bytes. */
  void progress(HttpExchange exchange) {
    lastProgress.put(exchange, System.nanoTime());
  }

  void done(HttpExchange exchange) {
    lastProgress.remove(exchange);
  }

  private void look() {
    long now = System.nanoTime();
    lastProgress.forEach(
        (exchange, last) -> {
          if (now - last > patience.toNanos()) {
            // Closes the connection: the thread that is writing to it gets an exception.
            exchange.close();
          }
        });
  }
}
