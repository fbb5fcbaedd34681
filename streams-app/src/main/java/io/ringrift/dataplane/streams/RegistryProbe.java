package io.ringrift.dataplane.streams;

import io.ringrift.dataplane.contract.registry.SchemaNotFoundException;
import io.ringrift.dataplane.contract.registry.SchemaRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Asks the schema registry now and then whether it answers. The stages ask it only for schemas that
 * they don't know yet, so without this its absence would show when it is too late.
 */
final class RegistryProbe implements AutoCloseable {

  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final SchemaRegistry registry;
  private final String subject;
  private volatile Optional<String> fault = Optional.of("not asked yet");
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "registry-probe");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param subject any; that it is unknown is an answer, too
   */
  RegistryProbe(Map<String, Object> config, String subject) {
    this.registry = SchemaRegistry.open(config);
    this.subject = subject;
  }

  void start() {
    // Its result is the fault that it leaves behind.
    Future<?> unused =
        timer.scheduleWithFixedDelay(this::probe, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What it said last, if that was no answer. */
  Optional<String> fault() {
    return fault;
  }

  private void probe() {
    try {
      registry.latest(subject);
      fault = Optional.empty();
    } catch (SchemaNotFoundException e) {
      fault = Optional.empty();
    } catch (RuntimeException e) {
      // Also what isn't expected: a timer's task that throws is never run again.
      fault = Optional.of(e.getMessage() == null ? e.toString() : e.getMessage());
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    registry.close();
  }
}
