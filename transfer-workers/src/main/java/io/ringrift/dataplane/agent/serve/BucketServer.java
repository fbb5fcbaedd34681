package io.ringrift.dataplane.agent.serve;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringrift.dataplane.agent.fetch.EpochFence;
import io.ringrift.dataplane.worker.grant.GrantVerifier;
import io.ringrift.dataplane.worker.tls.Tls;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.function.Supplier;

/** The HTTP server of a bucket's agent: hears of what was brought there. */
public final class BucketServer implements Closeable {
  private final ApiServer server;

  /**
   * Binds the address; requests are answered once {@link #start} is called.
   *
   * @param nodeId the bucket, as in grants
   * @throws IOException if the address can't be bound
   */
  public BucketServer(
      InetSocketAddress address,
      String nodeId,
      Arrivals arrivals,
      EpochFence fence,
      GrantVerifier verifier,
      Supplier<JsonNode> health)
      throws IOException {
    this.server = new ApiServer(address, Tls.NONE, " and " + ArrivalsEndpoint.PATH, health);
    server.serve(
        ArrivalsEndpoint.PATH,
        new ArrivalsEndpoint(nodeId, arrivals, fence, new GrantCheck(verifier)));
  }

  public void start() {
    server.start();
  }

  /** The address that was bound. */
  public InetSocketAddress address() {
    return server.address();
  }

  @Override
  public void close() {
    server.close();
  }
}
