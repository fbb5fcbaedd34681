package io.ringrift.dataplane.worker.transport;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * What became of one attempt. {@code bytesReceived} counts bytes that came over the wire in this
 * attempt, repeated ones included.
 */
public sealed interface TransferOutcome {
  long bytesReceived();

  /** Further sources that were of no use in it, each with its failure. */
  default List<Dropped> dropped() {
    return List.of();
  }

  /** A source that was given up while others went on. */
  record Dropped(String node, TransferFailure failure) {}

  /**
   * The target holds the content and has verified its hash.
   *
   * @param boot of the target's agent; with {@code sequence} orders its reports
   * @param path absolute, at the target
   */
  record Arrived(long bytesReceived, long boot, long sequence, String path, List<Dropped> dropped)
      implements TransferOutcome {
    public Arrived {
      Objects.requireNonNull(path, "path");
      dropped = List.copyOf(dropped);
    }

    public Arrived(long bytesReceived, long boot, long sequence, String path) {
      this(bytesReceived, boot, sequence, path, List.of());
    }
  }

  /** It failed, for the reason given. */
  record Failed(long bytesReceived, TransferFailure failure, List<Dropped> dropped)
      implements TransferOutcome {
    public Failed {
      Objects.requireNonNull(failure, "failure");
      dropped = List.copyOf(dropped);
    }

    public Failed(long bytesReceived, TransferFailure failure) {
      this(bytesReceived, failure, List.of());
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
