package io.ringrift.dataplane.agent.serve;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringrift.dataplane.agent.fetch.Pulls;
import io.ringrift.dataplane.agent.fetch.bittorrent.Swarms;
import io.ringrift.dataplane.agent.fetch.http.UploadFetcher;
import io.ringrift.dataplane.agent.limit.Bandwidth;
import io.ringrift.dataplane.agent.rsync.RsyncServer;
import io.ringrift.dataplane.agent.source.ChunkLists;
import io.ringrift.dataplane.agent.source.DataRoot;
import io.ringrift.dataplane.agent.source.HoldingIndex;
import io.ringrift.dataplane.agent.source.OldSnapshots;
import io.ringrift.dataplane.worker.grant.GrantVerifier;
import io.ringrift.dataplane.worker.tls.Tls;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

/** The HTTP server of an agent: items to read, pulls and pushes to order. */
public final class AgentServer implements Closeable {
  private static final int WAITERS = 16;
  private static final int UPLOADS = 8;

  private final ApiServer server;
  private final ItemsEndpoint items;
  private final CommandDesk commands = new CommandDesk();

  /**
   * What the server is to keep to.
   *
   * @param nodeId grants must name it
   * @param maxSends answers with content at once
   * @param bandwidth of all content sent
   * @param patience how long a client may read nothing
   * @param tls how it speaks, and whether clients have to show a certificate
   */
  public record Limits(
      String nodeId, int maxSends, Bandwidth bandwidth, Duration patience, Tls tls) {}

  /**
   * Binds the address; requests are answered once {@link #start} is called.
   *
   * @param swarms null: this node takes part in none
   * @param ready what trainers on this host may ask for
   * @throws IOException if the address can't be bound
   */
  public AgentServer(
      InetSocketAddress address,
      Limits limits,
      DataRoot root,
      HoldingIndex index,
      OldSnapshots old,
      ChunkLists lists,
      Pulls pulls,
      Pulls pushes,
      UploadFetcher uploads,
      Swarms swarms,
      Optional<RsyncServer> rsync,
      ReadyData ready,
      GrantVerifier verifier,
      Supplier<JsonNode> health,
      ScheduledExecutorService timer)
      throws IOException {
    this.server =
        new ApiServer(
            address,
            limits.tls(),
            ", /v1/items/{item}, /v1/chunks/{item}, /v1/swarms/{item}, /v1/announce,"
                + " /v1/rsync/{item}, /v1/pulls, /v1/pushes, /v1/uploads and /v1/ready",
            health);
    GrantCheck grants = new GrantCheck(verifier);
    ReadCheck reads = new ReadCheck(limits.nodeId(), grants);
    SlowClientGuard guard = new SlowClientGuard(limits.patience(), timer);
    HeldContents contents = new HeldContents(root, index, old, pulls);
    this.items = new ItemsEndpoint(contents, reads, limits.maxSends(), limits.bandwidth(), guard);
    server.serve(ItemsEndpoint.PREFIX, items);
    server.serve(ChunksEndpoint.PREFIX, new ChunksEndpoint(contents, lists, reads));
    if (swarms != null) {
      server.serve(SwarmsEndpoint.PREFIX, new SwarmsEndpoint(contents, swarms.offers(), reads));
      server.serve(AnnounceEndpoint.PATH, new AnnounceEndpoint(swarms.tracker()));
    }
    server.serve(RsyncEndpoint.PREFIX, new RsyncEndpoint(contents, reads, rsync));
    order(Side.TARGET, new PullsEndpoint(Side.TARGET, limits.nodeId(), pulls, grants, WAITERS));
    server.serveHost(ReadyEndpoint.PATH, new ReadyEndpoint(ready, timer));
    order(Side.SOURCE, new PullsEndpoint(Side.SOURCE, limits.nodeId(), pushes, grants, WAITERS));
    server.serve(
        UploadsEndpoint.PATH,
        new UploadsEndpoint(limits.nodeId(), pulls, uploads, grants, guard, UPLOADS));
  }

  private void order(Side side, Endpoint endpoint) {
    server.serve(side.path(), endpoint);
    commands.serve(side.path(), endpoint);
  }

  /** Takes orders that came by another way. */
  public CommandDesk commands() {
    return commands;
  }

  public void start() {
    server.start();
  }

  /** The address that was bound. */
  public InetSocketAddress address() {
    return server.address();
  }

  /** Answers with content under way. */
  public int activeSends() {
    return items.active();
  }

  @Override
  public void close() {
    server.close();
  }
}
