package io.ringrift.dataplane.agent.serve;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;

/** Answers the requests below one path. */
@FunctionalInterface
interface Endpoint {

  /**
   * Answers a request.
   *
   * @throws ApiException to answer with an error instead
   * @throws IOException if the client is gone
   * @throws InterruptedException if the agent is shutting down
   */
  void handle(HttpExchange exchange) throws ApiException, IOException, InterruptedException;
}
