package io.ringrift.dataplane.agent.serve;

import io.ringrift.dataplane.agent.fetch.PullOrder;
import io.ringrift.dataplane.agent.fetch.PullOrder.Direction;
import io.ringrift.dataplane.worker.grant.Grant;
import io.ringrift.dataplane.worker.grant.GrantScope;

/** Which end of a transfer this node is when it is told to carry it out. */
enum Side {
  /** It fetches. */
  TARGET("/v1/pulls", Direction.PULL),
  /** It brings what it has to where no agent can fetch it. */
  SOURCE("/v1/pushes", Direction.PUSH);

  private final String path;
  private final Direction direction;

  Side(String path, Direction direction) {
    this.path = path;
    this.direction = direction;
  }

  String path() {
    return path;
  }

  Direction direction() {
    return direction;
  }

  /** The grant that the order needs: every word of it. */
  GrantScope scope(String nodeId, PullOrder order) {
    String source = this == TARGET ? order.peerNode() : nodeId;
    String target = this == TARGET ? nodeId : order.peerNode();
    Grant words =
        words(
            order,
            source,
            target,
            this == TARGET ? url(order) : null,
            this == TARGET ? null : url(order));
    return new GrantScope.Pull(target, words);
  }

  /** The grant that this node shows to the order's source. */
  static GrantScope shown(String nodeId, PullOrder order) {
    return new GrantScope.Shown(nodeId, words(order, order.peerNode(), nodeId, url(order), null));
  }

  /** The grant that it shows to a further source: the same, but for that end. */
  static GrantScope shown(String nodeId, PullOrder order, PullOrder.Other other) {
    return new GrantScope.Shown(
        nodeId, words(order, other.node(), nodeId, other.url().toString(), null));
  }

  private static Grant words(
      PullOrder order, String source, String target, String sourceUrl, String targetUrl) {
    return new Grant(
        order.operationId(),
        order.epoch(),
        order.name().itemId(),
        order.sha256(),
        source,
        target,
        sourceUrl,
        targetUrl);
  }

  private static String url(PullOrder order) {
    return order.peerUrl() == null ? null : order.peerUrl().toString();
  }

  /** The grant that watching or ending it needs. */
  GrantScope scope(String nodeId, String operationId) {
    return this == TARGET
        ? new GrantScope.Operation(nodeId, operationId)
        : new GrantScope.Push(nodeId, operationId);
  }

  /** Where the bytes come from. */
  String sourceNode(String nodeId, PullOrder order) {
    return this == TARGET ? order.peerNode() : nodeId;
  }
}
