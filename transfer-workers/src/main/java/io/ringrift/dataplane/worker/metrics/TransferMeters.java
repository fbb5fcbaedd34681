package io.ringrift.dataplane.worker.metrics;

import io.ringrift.dataplane.worker.execute.Attempt;
import io.ringrift.dataplane.worker.execute.ExecutionResult;
import io.ringrift.dataplane.worker.execute.TransferListener;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import java.time.Duration;
import java.util.Locale;

/** Counts what happens to transfers. */
public final class TransferMeters implements TransferListener {
  private final Meters meters;

  public TransferMeters(Meters meters) {
    this.meters = meters;
  }

  @Override
  public void started(TransferRequest request) {
    meters.count(WorkerMetric.STARTED, priority(request));
    meters.add(WorkerMetric.RUNNING, 1, priority(request));
  }

  @Override
  public void attempted(TransferRequest request, Attempt attempt) {
    String transport = attempt.transport().wireName();
    meters.count(WorkerMetric.ATTEMPTS, transport, attempt.outcome().toLowerCase(Locale.ROOT));
    meters.add(WorkerMetric.BYTES, attempt.bytes(), transport);
  }

  @Override
  public void ended(TransferRequest request, ExecutionResult result, Duration elapsed) {
    String outcome = result.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    meters.count(WorkerMetric.ENDED, priority(request), outcome);
    meters.add(WorkerMetric.SECONDS, elapsed.toMillis() / 1000.0, outcome);
    meters.add(WorkerMetric.RUNNING, -1, priority(request));
  }

  private static String priority(TransferRequest request) {
    return request.priority().name().toLowerCase(Locale.ROOT);
  }
}
