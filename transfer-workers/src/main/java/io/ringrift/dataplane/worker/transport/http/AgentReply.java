package io.ringrift.dataplane.worker.transport.http;

import io.ringrift.dataplane.worker.transport.Reaction;
import java.time.Duration;
import java.util.Optional;

/** What came back from an agent, or that nothing did. */
public sealed interface AgentReply {
  /** It has such a pull. */
  record Pull(PullStatus status) implements AgentReply {}

  /** It knows no such pull: it never did, or has restarted since. */
  record Unknown() implements AgentReply {}

  /** It is at its limits. */
  record Busy(String reason, Duration retryAfter) implements AgentReply {}

  /**
   * It refuses.
   *
   * @param code the agent's, see {@link io.ringrift.dataplane.worker.transport.FailureCode}
   * @param reaction if the agent says one
   */
  record Refused(String code, Optional<Reaction> reaction, String message) implements AgentReply {}

  /** Nobody answered; trying again may help. */
  record Unreachable(String message) implements AgentReply {}

  /** There is no way from here to this agent. */
  record NoWay(String message) implements AgentReply {}

  /** What answered doesn't speak as an agent does. */
  record Nonsense(String message) implements AgentReply {}
}
