package io.ringrift.dataplane.worker.execute;

import io.ringrift.dataplane.worker.transport.TransferRequest;
import java.time.Duration;

/** Hears what happens to executions, for logs and metrics. Called from many threads. */
public interface TransferListener {
  void started(TransferRequest request);

  void attempted(TransferRequest request, Attempt attempt);

  void ended(TransferRequest request, ExecutionResult result, Duration elapsed);

  /** One that tells both, in this order. */
  static TransferListener both(TransferListener first, TransferListener second) {
    return new TransferListener() {
      @Override
      public void started(TransferRequest request) {
        first.started(request);
        second.started(request);
      }

      @Override
      public void attempted(TransferRequest request, Attempt attempt) {
        first.attempted(request, attempt);
        second.attempted(request, attempt);
      }

      @Override
      public void ended(TransferRequest request, ExecutionResult result, Duration elapsed) {
        first.ended(request, result, elapsed);
        second.ended(request, result, elapsed);
      }
    };
  }
}
