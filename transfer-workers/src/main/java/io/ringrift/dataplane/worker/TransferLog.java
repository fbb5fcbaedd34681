package io.ringrift.dataplane.worker;

import io.ringrift.dataplane.worker.execute.Attempt;
import io.ringrift.dataplane.worker.execute.ExecutionResult;
import io.ringrift.dataplane.worker.execute.TransferListener;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line when a transfer starts, one when it ends, one for each attempt that failed. */
final class TransferLog implements TransferListener {
  private static final Logger log = LoggerFactory.getLogger(TransferLog.class);

  @Override
  public void started(TransferRequest request) {
    log.info(
        "{} starts: {} {} ({} bytes) to {}, sources {}",
        request.label(),
        request.priority(),
        request.itemId(),
        request.sizeBytes(),
        request.target().nodeId(),
        request.sources().stream().map(NodeAddress::nodeId).toList());
  }

  @Override
  public void attempted(TransferRequest request, Attempt attempt) {
    if (!attempt.outcome().equals(Attempt.OK)) {
      log.warn("{}: {} to {}", request.label(), attempt, request.target().nodeId());
    }
  }

  @Override
  public void ended(TransferRequest request, ExecutionResult result, Duration elapsed) {
    if (result instanceof ExecutionResult.Complete complete) {
      log.info(
          "{} complete: {} at {}:{} in {} ms, {} bytes sent",
          request.label(),
          request.itemId(),
          request.target().nodeId(),
          complete.path(),
          elapsed.toMillis(),
          complete.attempts().stream().mapToLong(Attempt::bytes).sum());
    } else if (result instanceof ExecutionResult.Deferred deferred) {
      log.info(
          "{} deferred, to come back in {} ms: {}",
          request.label(),
          deferred.retryAfter().toMillis(),
          deferred.reason());
    } else if (result instanceof ExecutionResult.Failed failed) {
      log.warn("{} failed after {} ms: {}", request.label(), elapsed.toMillis(), failed.reason());
    }
  }
}
