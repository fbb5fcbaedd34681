package io.ringrift.dataplane.agent.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.ringrift.dataplane.agent.fetch.EpochFence;
import io.ringrift.dataplane.agent.fetch.Reaction;
import io.ringrift.dataplane.agent.source.Holding;
import io.ringrift.dataplane.worker.grant.Grant;
import io.ringrift.dataplane.worker.grant.GrantScope;
import java.io.IOException;
import java.util.Optional;

/** {@code POST /v1/arrivals}: what was brought into a bucket is looked at and registered. */
final class ArrivalsEndpoint implements Endpoint {
  static final String PATH = "/v1/arrivals";

  private static final long RETRY_MILLIS = 1_000;

  private final String nodeId;
  private final Arrivals arrivals;
  private final EpochFence fence;
  private final GrantCheck grants;

  ArrivalsEndpoint(String nodeId, Arrivals arrivals, EpochFence fence, GrantCheck grants) {
    this.nodeId = nodeId;
    this.arrivals = arrivals;
    this.fence = fence;
    this.grants = grants;
  }

  @Override
  public void handle(HttpExchange exchange) throws ApiException, IOException {
    if (!exchange.getRequestMethod().equals("POST")) {
      throw new ApiException(ApiError.METHOD_NOT_ALLOWED, "allowed is POST");
    }
    ObjectNode json = Json.read(exchange);
    String operationId;
    String itemId;
    String sha256;
    long epoch;
    long size;
    try {
      operationId = PullJson.text(json, "operation_id");
      itemId = PullJson.text(json, "item_id");
      sha256 = PullJson.text(json, "sha256");
      epoch = PullJson.number(json, "epoch");
      size = PullJson.number(json, "size_bytes");
    } catch (IllegalArgumentException e) {
      throw new ApiException(ApiError.BAD_REQUEST, e.getMessage());
    }
    Grant grant = grants.require(exchange, new GrantScope.Operation(nodeId, operationId));
    grants.require(
        exchange,
        new GrantScope.Pull(
            nodeId, new Grant(operationId, epoch, itemId, sha256, grant.sourceNode(), nodeId)));
    Optional<Holding> found;
    try {
      long seen = fence.pass(itemId, epoch);
      if (seen > epoch) {
        throw new ApiException(
            ApiError.SUPERSEDED,
            "epoch is %d, epoch %d has been seen for %s".formatted(epoch, seen, itemId),
            Reaction.GIVE_UP,
            null,
            0);
      }
      found = arrivals.look(itemId, sha256, size);
    } catch (IOException e) {
      throw new ApiException(
          ApiError.BUSY, e.getMessage(), Reaction.RETRY_SAME, e.getMessage(), RETRY_MILLIS);
    }
    Holding holding =
        found.orElseThrow(
            () ->
                new ApiException(
                    ApiError.NOT_FOUND,
                    "%s is not there with sha256 %s".formatted(arrivals.place(itemId), sha256)));
    ObjectNode answer = Json.object();
    answer.put("boot", holding.boot());
    answer.put("sequence", holding.sequence());
    answer.put("path", arrivals.place(itemId));
    Json.write(exchange, 200, answer);
  }
}
