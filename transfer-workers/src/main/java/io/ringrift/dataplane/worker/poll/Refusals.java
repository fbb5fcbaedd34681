package io.ringrift.dataplane.worker.poll;

import io.ringrift.dataplane.worker.execute.Attempt;
import io.ringrift.dataplane.worker.execute.ExecutionResult;
import io.ringrift.dataplane.worker.transport.FailureCode;
import io.ringrift.dataplane.worker.transport.Reaction;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Notices that agents refuse this worker, not one agent one order: its key is old, or its clock is
 * off. Every operation that it takes then fails within milliseconds, so it would take most of all
 * work and use up its tries, although other workers are healthy. Thread safe.
 */
final class Refusals {
  private static final Logger log = LoggerFactory.getLogger(Refusals.class);

  /** One agent may have old keys itself. */
  private static final int AGENTS = 2;

  private final Set<String> agents = new TreeSet<>();
  private String words = "";

  /** An operation for the node has ended. */
  synchronized void ended(String targetNode, ExecutionResult result) {
    if (result instanceof ExecutionResult.Complete) {
      agents.clear();
    } else if (result instanceof ExecutionResult.Failed) {
      refusal(result.attempts())
          .ifPresent(
              refusal -> {
                words = refusal.message().orElse("");
                if (agents.add(targetNode) && agents.size() == AGENTS) {
                  log.warn("Work is taken one by one, with waits: {}", trouble().orElseThrow());
                }
              });
    }
  }

  /** Why to take little work; empty: nothing was refused, or something has arrived since. */
  synchronized Optional<String> trouble() {
    return agents.size() < AGENTS
        ? Optional.empty()
        : Optional.of(
            "the agents of %s refuse this worker's grants: %s; look at its key and its clock"
                .formatted(String.join(", ", agents), words));
  }

  /** The attempt that ended it, if that was a refusal of the grant itself. */
  private static Optional<Attempt> refusal(List<Attempt> attempts) {
    return attempts.stream()
        .skip(Math.max(0, attempts.size() - 1))
        .filter(last -> last.outcome().equals(FailureCode.UNAUTHORISED.wireName()))
        .filter(last -> last.reaction().equals(Optional.of(Reaction.GIVE_UP)))
        .findFirst();
  }
}
