package io.ringrift.dataplane.worker.transport;

import java.time.Duration;
import java.util.Objects;

/**
 * What became of one attempt. {@code bytesReceived} counts bytes that came over the wire in this
 * attempt, repeated ones included.
 */
public sealed interface TransferOutcome {
  long bytesReceived();

  /**
   * The target holds the content and has verified its hash.
   *
   * @param boot of the target's agent; with {@code sequence} orders its reports
   * @param path absolute, at the target
   */
  record Arrived(long bytesReceived, long boot, long sequence, String path)
      implements TransferOutcome {
    public Arrived {
      Objects.requireNonNull(path, "path");
    }
  }

  /** It failed, for the reason given. */
  record Failed(long bytesReceived, TransferFailure failure) implements TransferOutcome {
    public Failed {
      Objects.requireNonNull(failure, "failure");
    }

    public static Failed of(FailureCode code, String message) {
      return new Failed(0, TransferFailure.of(code, message));
    }
  }

  /**
   * A node is at its own limits and says when to come back. Not a failure.
   *
   * @param who which of the two is busy
   */
  record Busy(Party who, String reason, Duration retryAfter) implements TransferOutcome {
    public Busy {
      Objects.requireNonNull(who, "who");
      Objects.requireNonNull(reason, "reason");
      Objects.requireNonNull(retryAfter, "retryAfter");
    }

    @Override
    public long bytesReceived() {
      return 0;
    }
  }
}
