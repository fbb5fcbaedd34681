package io.ringrift.dataplane.worker.execute;

import java.time.Duration;
import java.util.List;

/** How one epoch of an operation ended at this worker; {@code attempts} are in order. */
public sealed interface ExecutionResult {
  List<Attempt> attempts();

  /**
   * The target holds the content, verified.
   *
   * @param boot of the target's agent; with {@code sequence} orders its reports
   * @param path absolute, at the target
   */
  record Complete(List<Attempt> attempts, long boot, long sequence, String path)
      implements ExecutionResult {
    public Complete {
      attempts = List.copyOf(attempts);
    }
  }

  /** All that this worker could try has failed. */
  record Failed(List<Attempt> attempts, String reason) implements ExecutionResult {
    public Failed {
      attempts = List.copyOf(attempts);
    }
  }

  /**
   * Nothing is wrong, it is only not the time for it.
   *
   * @param retryAfter when to come back; zero: at once
   */
  record Deferred(List<Attempt> attempts, String reason, Duration retryAfter)
      implements ExecutionResult {
    public Deferred {
      attempts = List.copyOf(attempts);
    }
  }
}
