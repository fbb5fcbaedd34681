package io.ringrift.dataplane.worker.transport.http;

import io.ringrift.dataplane.worker.transport.NodeAddress;
import java.time.Duration;

/**
 * Reaching agents. Two ways are foreseen: HTTP, where the worker can call the agent ({@link
 * HttpAgentPort}), and a command topic that the agent reads, where it can't. Answers, even that
 * nobody answered, are values; thread safe.
 */
public interface AgentPort {
  /**
   * Asks the target to pull. The same (operation, epoch) again is the same pull; it carries the
   * newer grant.
   *
   * @param grant permits the pull at the target and the read at the source
   */
  AgentReply pull(NodeAddress target, PullOrder order, String grant) throws InterruptedException;

  /**
   * Asks how a pull stands.
   *
   * @param wait how long the agent may hold the answer back until something changes
   */
  AgentReply status(NodeAddress target, String operationId, Duration wait, String grant)
      throws InterruptedException;

  /**
   * Has the target stop pulling, if it still does so for this epoch. What it has fetched it keeps,
   * for whoever carries on.
   */
  AgentReply cancel(NodeAddress target, String operationId, long epoch, String grant)
      throws InterruptedException;
}
