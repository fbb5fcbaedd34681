package io.ringrift.dataplane.agent.serve;

import com.sun.net.httpserver.HttpExchange;
import io.ringrift.dataplane.worker.grant.Grant;
import io.ringrift.dataplane.worker.grant.GrantScope;
import java.util.List;

/**
 * Lets a request for a content pass, {@code {path}/{item}?sha256=H}, whatever it asks of it: a
 * grant permits to read it, and no later epoch has asked for the item, by whatever path.
 * Thread-safe.
 */
final class ReadCheck {
  private final String nodeId;
  private final GrantCheck grants;
  private final SeenEpochs epochs = new SeenEpochs();

  /** What a request may read. */
  record Wanted(String itemId, String sha256) {}

  /**
   * @param nodeId this node, which grants must name
   */
  ReadCheck(String nodeId, GrantCheck grants) {
    this.nodeId = nodeId;
    this.grants = grants;
  }

  /**
   * What the request may read.
   *
   * @param prefix of the path, in front of the item
   * @param methods that are allowed
   * @throws ApiException if it may not: another method, no such path, no grant, or an older epoch
   */
  Wanted require(HttpExchange exchange, String prefix, String... methods) throws ApiException {
    List<String> allowed = List.of(methods);
    if (!allowed.contains(exchange.getRequestMethod())) {
      throw new ApiException(
          ApiError.METHOD_NOT_ALLOWED,
          "method is '%s', allowed is %s"
              .formatted(exchange.getRequestMethod(), String.join(" or ", allowed)));
    }
    String itemId = Segment.after(prefix, exchange.getRequestURI());
    String sha256 = Segment.parameter("sha256", exchange.getRequestURI()).orElse("");
    Grant grant = grants.require(exchange, new GrantScope.Read(nodeId, itemId, sha256));
    epochs.refuseOlder(grant);
    return new Wanted(itemId, sha256);
  }
}
