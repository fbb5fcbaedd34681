package io.ringrift.dataplane.agent;

import io.ringrift.dataplane.agent.fetch.PullOrder;

/** Orders for tests, made of others. */
public final class Orders {
  private Orders() {}

  /** The same order, as another operation or epoch. */
  public static PullOrder withEpoch(PullOrder order, String operationId, long epoch) {
    return new PullOrder(
        operationId,
        epoch,
        order.name(),
        order.sha256(),
        order.sizeBytes(),
        order.direction(),
        order.peerNode(),
        order.peerUrl(),
        order.priority(),
        order.transport(),
        order.replaces());
  }
}
