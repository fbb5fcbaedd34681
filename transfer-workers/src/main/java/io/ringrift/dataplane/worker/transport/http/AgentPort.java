package io.ringrift.dataplane.worker.transport.http;

import io.ringrift.dataplane.worker.transport.NodeAddress;
import java.time.Duration;

/**
 * What a worker asks of agents. There are two {@link AgentWay ways}: HTTP, where the worker can
 * call the agent, and a command topic that the agent reads, where it can't. Answers, even that
 * nobody answered, are values; thread safe.
 */
public interface AgentPort {
  /**
   * Asks an agent to carry out an order. The same (operation, epoch) again is the same transfer; it
   * carries the newer grant.
   *
   * @param grant permits both ends of the transfer
   */
  AgentReply order(NodeAddress agent, Errand errand, PullOrder order, String grant)
      throws InterruptedException;

  /**
   * Asks how it stands.
   *
   * @param wait how long the agent may hold the answer back until something changes
   */
  AgentReply status(
      NodeAddress agent, Errand errand, String operationId, Duration wait, String grant)
      throws InterruptedException;

  /**
   * Has the agent stop, if it still is at it for this epoch. What has arrived is kept, for whoever
   * carries on.
   */
  AgentReply cancel(NodeAddress agent, Errand errand, String operationId, long epoch, String grant)
      throws InterruptedException;
}
