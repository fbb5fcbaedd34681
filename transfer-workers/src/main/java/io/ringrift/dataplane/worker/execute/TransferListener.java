package io.ringrift.dataplane.worker.execute;

import io.ringrift.dataplane.worker.transport.TransferRequest;
import java.time.Duration;

/** Hears what happens to executions, for logs and metrics. Called from many threads. */
public interface TransferListener {
  void started(TransferRequest request);

  void attempted(TransferRequest request, Attempt attempt);

  void ended(TransferRequest request, ExecutionResult result, Duration elapsed);
}
