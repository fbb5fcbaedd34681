package io.ringrift.dataplane.worker.transport.http;

import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.Pause;
import io.ringrift.dataplane.worker.transport.Progress;
import io.ringrift.dataplane.worker.transport.Support;
import io.ringrift.dataplane.worker.transport.TransferOutcome;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import io.ringrift.dataplane.worker.transport.Transport;
import io.ringrift.dataplane.worker.transport.TransportKind;
import java.util.function.LongSupplier;

/**
 * The target's agent pulls the item from the source's agent in ranged requests and verifies its
 * hash; the worker asks for that, watches, and judges.
 *
 * <p>A stop of the worker leaves the pull running on purpose: the operation's next epoch adopts it,
 * at this worker's successor, without a byte sent again. A pull that the worker gives up on is
 * cancelled; what has arrived stays at the target for the next attempt.
 */
public final class P2pHttpTransport implements Transport {
  private final AgentPort agents;
  private final GrantSource grants;
  private final Patience patience;
  private final LongSupplier nanoTime;
  private final Pause pause;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  public P2pHttpTransport(
      AgentPort agents, GrantSource grants, Patience patience, LongSupplier nanoTime, Pause pause) {
    this.agents = agents;
    this.grants = grants;
    this.patience = patience;
    this.nanoTime = nanoTime;
    this.pause = pause;
  }

  @Override
  public TransportKind kind() {
    return TransportKind.P2P_HTTP;
  }

  @Override
  public Support supports(TransferRequest request, NodeAddress source) {
    return source.endpoint().isPresent()
        ? Support.yes()
        : Support.no("source " + source.nodeId() + " has no endpoint to read from");
  }

  @Override
  public TransferOutcome transfer(TransferRequest request, NodeAddress source, Progress progress)
      throws InterruptedException {
    return new PullWatch(agents, grants, patience, nanoTime, pause, request, source, progress)
        .run();
  }

  @Override
  public void close() {
    // The agents' port is shared and closed by its owner.
  }
}
