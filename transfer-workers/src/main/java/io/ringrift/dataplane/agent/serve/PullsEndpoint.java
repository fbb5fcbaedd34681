package io.ringrift.dataplane.agent.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.ringrift.dataplane.agent.fetch.PullAnswer;
import io.ringrift.dataplane.agent.fetch.PullAnswer.Accepted;
import io.ringrift.dataplane.agent.fetch.PullAnswer.Refused;
import io.ringrift.dataplane.agent.fetch.PullOrder;
import io.ringrift.dataplane.agent.fetch.PullState;
import io.ringrift.dataplane.agent.fetch.PullStatus;
import io.ringrift.dataplane.agent.fetch.Pulls;
import io.ringrift.dataplane.agent.fetch.Reaction;
import io.ringrift.dataplane.agent.source.RefusedItemException;
import io.ringrift.dataplane.worker.grant.Grant;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * {@code POST /v1/pulls} orders a pull, {@code GET /v1/pulls/{operation}} watches it, {@code
 * DELETE} ends it; {@code /v1/pushes} the same for what this node brings elsewhere.
 */
final class PullsEndpoint implements Endpoint {
  private static final long MAX_WAIT_MILLIS = 30_000;

  private final Side side;
  private final String nodeId;
  private final Pulls pulls;
  private final GrantCheck grants;
  private final Semaphore waiters;

  /**
   * @param maxWaiters requests that may wait at once; others are answered at once
   */
  PullsEndpoint(Side side, String nodeId, Pulls pulls, GrantCheck grants, int maxWaiters) {
    this.side = side;
    this.nodeId = nodeId;
    this.pulls = pulls;
    this.grants = grants;
    this.waiters = new Semaphore(maxWaiters);
  }

  @Override
  public void handle(HttpExchange exchange) throws ApiException, IOException, InterruptedException {
    String path = exchange.getRequestURI().getRawPath();
    String method = exchange.getRequestMethod();
    if (path.equals(side.path())) {
      if (!method.equals("POST")) {
        throw new ApiException(ApiError.METHOD_NOT_ALLOWED, "allowed is POST");
      }
      order(exchange);
      return;
    }
    String prefix = side.path() + "/";
    if (!path.startsWith(prefix)) {
      throw new ApiException(ApiError.NOT_FOUND, "no such path");
    }
    String operationId = Segment.after(prefix, exchange.getRequestURI());
    switch (method) {
      case "GET" -> watch(exchange, operationId);
      case "DELETE" -> cancel(exchange, operationId);
      default -> throw new ApiException(ApiError.METHOD_NOT_ALLOWED, "allowed are GET and DELETE");
    }
  }

  private void order(HttpExchange exchange) throws ApiException, IOException {
    ObjectNode json = Json.read(exchange);
    PullOrder order = PullJson.order(side.direction(), json);
    grants.require(exchange, side.scope(nodeId, order));
    String own = GrantCheck.token(exchange);
    List<String> all = new ArrayList<>(List.of(own));
    Optional<String> toSource = PullJson.sourceGrant(side.direction(), json);
    if (toSource.isPresent()) {
      grants.require(exchange, toSource.get(), Side.shown(nodeId, order));
      all.add(toSource.get());
    }
    for (PullOrder.Other other : order.others()) {
      grants.require(exchange, other.grant(), Side.shown(nodeId, order, other));
      all.add(other.grant());
    }
    if (!underWayOrDone(order)) {
      for (String each : all) {
        grants.refuseSpent(exchange, each);
      }
    }
    PullAnswer answer;
    try {
      // Workers of earlier versions have their own shown to the source.
      answer = pulls.submit(order, toSource.orElse(own));
    } catch (RefusedItemException e) {
      throw new ApiException(ApiError.BAD_REQUEST, e.getMessage());
    } catch (IOException e) {
      throw new ApiException(
          ApiError.INTERNAL_ERROR, "the order can't be kept: " + e, Reaction.RETRY_SAME, null, 0);
    }
    if (answer instanceof Refused refused) {
      throw refusal(refused);
    }
    Accepted accepted = (Accepted) answer;
    if (accepted.started()) {
      all.forEach(grants::spend);
    }
    PullStatus status = accepted.status();
    int code = status.state() == PullState.RUNNING ? 202 : 200;
    Json.write(exchange, code, PullJson.status(side, nodeId, status));
  }

  /** Then the order does nothing but tell how it stands. */
  private boolean underWayOrDone(PullOrder order) {
    return pulls
        .status(order.operationId())
        .filter(status -> status.order().epoch() == order.epoch())
        .filter(status -> status.state() == PullState.RUNNING || status.state() == PullState.DONE)
        .isPresent();
  }

  private void watch(HttpExchange exchange, String operationId)
      throws ApiException, IOException, InterruptedException {
    Grant grant = grants.require(exchange, side.scope(nodeId, operationId));
    PullStatus status = known(pulls.status(operationId), grant);
    long wait = waitMillis(exchange);
    if (status.state() == PullState.RUNNING && wait > 0 && waiters.tryAcquire()) {
      try {
        status = known(pulls.await(operationId, Duration.ofMillis(wait)), grant);
      } finally {
        waiters.release();
      }
    }
    Json.write(exchange, 200, PullJson.status(side, nodeId, status));
  }

  private void cancel(HttpExchange exchange, String operationId)
      throws ApiException, IOException, InterruptedException {
    Grant grant = grants.require(exchange, side.scope(nodeId, operationId));
    known(pulls.status(operationId), grant);
    Json.write(
        exchange, 200, PullJson.status(side, nodeId, known(pulls.cancel(operationId), grant)));
  }

  /** Only who holds the pull's epoch may see and end it. */
  static PullStatus known(Optional<PullStatus> found, Grant grant) throws ApiException {
    PullStatus status =
        found.orElseThrow(
            () ->
                new ApiException(
                    ApiError.UNKNOWN_PULL,
                    "no pull of operation "
                        + grant.operationId()
                        + " is known here; order it (again)",
                    Reaction.RETRY_SAME,
                    null,
                    0));
    PullOrder order = status.order();
    if (order.epoch() > grant.epoch() || !order.operationId().equals(grant.operationId())) {
      throw new ApiException(
          ApiError.SUPERSEDED,
          "the pull belongs to %s epoch %d now".formatted(order.operationId(), order.epoch()),
          Reaction.GIVE_UP,
          null,
          0);
    }
    if (order.epoch() < grant.epoch()) {
      throw new ApiException(
          ApiError.UNKNOWN_PULL,
          "epoch %d has not been ordered here".formatted(grant.epoch()),
          Reaction.RETRY_SAME,
          null,
          0);
    }
    return status;
  }

  private static long waitMillis(HttpExchange exchange) throws ApiException {
    String text = Segment.parameter("wait_ms", exchange.getRequestURI()).orElse("0");
    if (!text.matches("\\d{1,9}")) {
      throw new ApiException(
          ApiError.BAD_REQUEST, "wait_ms is '" + text + "', allowed is 0.." + MAX_WAIT_MILLIS);
    }
    return Math.min(MAX_WAIT_MILLIS, Long.parseLong(text));
  }

  private static ApiException refusal(Refused refused) {
    return switch (refused.cause()) {
      case SUPERSEDED -> refusal(ApiError.SUPERSEDED, Reaction.GIVE_UP, refused);
      case BUSY -> refusal(ApiError.BUSY, null, refused);
      case DISK_FULL -> refusal(ApiError.DISK_FULL, Reaction.GIVE_UP, refused);
      case TARGET_REFUSES -> refusal(ApiError.TARGET_REFUSES, Reaction.GIVE_UP, refused);
      case UNKNOWN_TRANSPORT ->
          refusal(ApiError.UNKNOWN_TRANSPORT, Reaction.NEXT_TRANSPORT, refused);
    };
  }

  private static ApiException refusal(ApiError error, Reaction reaction, Refused refused) {
    String reason = error == ApiError.BUSY ? refused.message() : null;
    return new ApiException(error, refused.message(), reaction, reason, refused.retryAfterMillis());
  }
}
