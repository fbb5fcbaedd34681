package io.ringrift.dataplane.agent.fetch;

import io.ringrift.dataplane.agent.source.Content;
import java.util.Optional;

/** A transport that brings files from this node to a target that can't fetch them from here. */
public interface Pusher {

  /** The name in orders, heartbeats and metrics. */
  String transport();

  /** Why it can't be used just now; nothing if it can. */
  Optional<String> unavailable();

  /**
   * Brings the file there and has the target register it, once its hash was verified.
   *
   * @param content what the index knows of the file
   * @return the register write of the target
   * @throws FetchFailure if it can't; what has arrived is resumed by the next attempt
   * @throws InterruptedException if it was cancelled
   */
  PullStatus.Received push(PushTask task, Content content)
      throws FetchFailure, InterruptedException;

  /** Whether equal contents come to lie in one place there, whatever their targets are. */
  default boolean oncePerContent() {
    return false;
  }

  /** Whether what was brought there stays: if not, who orders it again has it looked for again. */
  default boolean lasts() {
    return true;
  }

  /** What was brought there for this order is needed no more. */
  default void letGo(PullOrder order) {}
}
