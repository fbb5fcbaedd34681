package io.ringrift.dataplane.worker.transport.http;

import io.ringrift.dataplane.worker.transport.NodeAddress;
import java.io.IOException;
import java.time.Duration;

/** How requests of the agents' API get to an agent, and its answers back. Thread safe. */
public interface AgentWay {

  /**
   * Asks.
   *
   * @throws IOException if nobody answers; trying again may help
   * @throws IllegalArgumentException if this agent can't be asked in this way
   */
  Answer ask(NodeAddress agent, Request request) throws IOException, InterruptedException;

  /**
   * A request.
   *
   * @param method POST, GET or DELETE
   * @param path path and query, encoded
   * @param grant permits it
   * @param body JSON; null: none
   * @param timeout how long an answer is waited for
   */
  record Request(String method, String path, String grant, String body, Duration timeout) {}

  /**
   * What came back.
   *
   * @param status as the status of an HTTP answer
   * @param body JSON
   */
  record Answer(int status, String body) {}
}
