package io.ringrift.dataplane.worker.transport.http;

import io.ringrift.dataplane.worker.transport.FailureCode;
import io.ringrift.dataplane.worker.transport.Party;
import io.ringrift.dataplane.worker.transport.Reaction;
import io.ringrift.dataplane.worker.transport.TransferFailure;
import io.ringrift.dataplane.worker.transport.TransferOutcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** From a target's words about its source to the worker's, who sees both. */
final class AgentFailures {
  /** An agent that waited for a busy peer and gave up doesn't say when to come back. */
  private static final Duration BUSY_WAIT = Duration.ofSeconds(10);

  private AgentFailures() {}

  /** A peer at its limits isn't a failure. */
  static Optional<TransferOutcome> busyPeer(PullStatus status) {
    String code = status.failure() == null ? "" : status.failure().code();
    return switch (code) {
      case "source_busy" ->
          Optional.of(busy(Party.SOURCE, "source " + status.sourceNode(), status));
      case "target_busy" -> Optional.of(busy(Party.TARGET, "target", status));
      default -> Optional.empty();
    };
  }

  private static TransferOutcome busy(Party party, String who, PullStatus status) {
    return new TransferOutcome.Busy(
        party, who + " is busy: " + status.failure().message(), BUSY_WAIT);
  }

  /** The sources that the target has given up besides. */
  static List<TransferOutcome.Dropped> dropped(PullStatus status) {
    return status.droppedSources().stream()
        .map(
            each ->
                new TransferOutcome.Dropped(
                    each.sourceNode(),
                    failure(new PullStatus.Failure(each.code(), null, each.message()))))
        .toList();
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
