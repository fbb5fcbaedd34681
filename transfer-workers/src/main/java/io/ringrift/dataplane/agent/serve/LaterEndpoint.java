package io.ringrift.dataplane.agent.serve;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import java.util.concurrent.CompletableFuture;

/** Answers requests at its leisure, without a thread for each. */
@FunctionalInterface
interface LaterEndpoint {

  /**
   * Takes a request.
   *
   * @return the body of the answer, once there is one
   * @throws ApiException to answer with an error at once
   */
  CompletableFuture<JsonNode> answer(HttpExchange exchange) throws ApiException;
}
