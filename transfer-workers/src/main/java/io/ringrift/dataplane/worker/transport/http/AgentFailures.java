package io.ringrift.dataplane.worker.transport.http;

import io.ringrift.dataplane.worker.transport.FailureCode;
import io.ringrift.dataplane.worker.transport.Party;
import io.ringrift.dataplane.worker.transport.Reaction;
import io.ringrift.dataplane.worker.transport.TransferFailure;
import io.ringrift.dataplane.worker.transport.TransferOutcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;

/** From a target's words about its source to the worker's, who sees both. */
final class AgentFailures {
  private static final String SOURCE_BUSY = "source_busy";

  /** An agent that waited for a busy source and gave up doesn't say when to come back. */
  private static final Duration SOURCE_BUSY_WAIT = Duration.ofSeconds(10);

  private AgentFailures() {}

  /** A source at its limits isn't a failure. */
  static Optional<TransferOutcome> busySource(PullStatus status) {
    return status.failure() != null && SOURCE_BUSY.equals(status.failure().code())
        ? Optional.of(
            new TransferOutcome.Busy(
                Party.SOURCE,
                "source " + status.sourceNode() + " is busy: " + status.failure().message(),
                SOURCE_BUSY_WAIT))
        : Optional.empty();
  }

  static TransferFailure failure(PullStatus.Failure failure) {
    if (failure == null) {
      return TransferFailure.of(
          FailureCode.PROTOCOL_ERROR, "the agent says FAILED without a reason");
    }
    // What a target can't reach is its source.
    String code =
        FailureCode.UNREACHABLE.wireName().equals(failure.code())
            ? FailureCode.SOURCE_UNREACHABLE.wireName()
            : failure.code();
    // The agent, which knows one source only, would try that again. A stall has cost its patience
    // already, and this worker may have another source.
    Optional<Reaction> reaction =
        FailureCode.STALLED.wireName().equals(code)
            ? Optional.empty()
            : reaction(failure.reaction());
    return TransferFailure.reported(
        String.valueOf(code), reaction, String.valueOf(failure.message()));
  }

  /** The reaction of this name; empty if there is none. */
  static Optional<Reaction> reaction(String name) {
    return Arrays.stream(Reaction.values()).filter(r -> r.name().equals(name)).findFirst();
  }
}
