package io.ringrift.dataplane.agent.fetch.http;

import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.PullStatus;
import io.ringrift.dataplane.agent.fetch.PushTask;
import io.ringrift.dataplane.agent.fetch.Pusher;
import io.ringrift.dataplane.agent.source.Content;
import io.ringrift.dataplane.worker.tls.Tls;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;

/**
 * The source's end of p2p_http where the source can't be called: it calls the target's agent,
 * orders the pull there with the grant that it was given, and brings what the target lacks.
 */
public final class P2pHttpPusher implements Pusher {

  private final String nodeId;
  private final Duration patience;
  private final HttpClient client;

  /**
   * @param nodeId this node, as in grants
   * @param patience how long a target may take nothing
   * @param tls for targets that speak it
   */
  public P2pHttpPusher(String nodeId, Duration patience, Tls tls) {
    this.nodeId = nodeId;
    this.patience = patience;
    this.client = tls.client();
  }

  @Override
  public String transport() {
    return P2pHttpFetcher.TRANSPORT;
  }

  @Override
  public Optional<String> unavailable() {
    return Optional.empty();
  }

  @Override
  public PullStatus.Received push(PushTask task, Content content)
      throws FetchFailure, InterruptedException {
    return new Delivery(task, content, nodeId, new TargetCalls(task, client, patience)).run();
  }
}
