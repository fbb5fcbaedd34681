package io.ringrift.dataplane.agent.serve;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.ringrift.dataplane.agent.fetch.PullPriority;
import io.ringrift.dataplane.agent.fetch.Reaction;
import io.ringrift.dataplane.agent.rsync.RsyncServer;
import io.ringrift.dataplane.agent.source.Holding;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.Optional;

/**
 * {@code POST /v1/rsync/{item}?sha256=H}: offers a content that the index holds under that hash by
 * rsync, under a secret of its own, to whom a grant permits to read it.
 */
final class RsyncEndpoint implements Endpoint {
  static final String PREFIX = "/v1/rsync/";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long BUSY_RETRY_MILLIS = 1_000;

  private final HeldContents contents;
  private final ReadCheck reads;
  private final Optional<RsyncServer> rsync;

  /**
   * @param rsync empty: this node does without it
   */
  RsyncEndpoint(HeldContents contents, ReadCheck reads, Optional<RsyncServer> rsync) {
    this.contents = contents;
    this.reads = reads;
    this.rsync = rsync;
  }

  @Override
  public void handle(HttpExchange exchange) throws ApiException, IOException {
    ReadCheck.Wanted wanted = reads.require(exchange, PREFIX, "POST");
    RsyncServer server = rsync.orElseThrow(() -> unusable("this node does without rsync"));
    Optional<String> lack = server.unavailable();
    if (lack.isPresent()) {
      throw unusable(lack.get());
    }
    if (server.busy()) {
      throw new ApiException(
          ApiError.BUSY,
          "as many are connected by rsync as may be",
          Reaction.RETRY_SAME,
          null,
          BUSY_RETRY_MILLIS);
    }
    String priority = exchange.getRequestHeaders().getFirst("Priority");
    Holding holding = contents.find(wanted.itemId(), wanted.sha256());
    Json.write(exchange, 200, offer(server, holding, PullPriority.ofHeader(priority).weight()));
  }

  private ObjectNode offer(RsyncServer server, Holding holding, int weight)
      throws ApiException, IOException {
    // Opened only to see that the file is the one that was hashed.
    try (FileChannel same = contents.open(holding)) {
      RsyncServer.Offer offer = server.offer(contents.path(holding), weight);
      return JSON.createObjectNode()
          .put("port", offer.port())
          .put("ssh_port", offer.sshPort())
          .put("path", offer.path())
          .put("user", offer.user())
          .put("secret", offer.secret())
          .put("content_time", holding.content().contentTime().toString())
          .put("size_bytes", same.size());
    } catch (IOException e) {
      throw unusable(holding.name().itemId() + " can't be offered by rsync: " + e.getMessage());
    }
  }

  private static ApiException unusable(String message) {
    return new ApiException(ApiError.UNKNOWN_TRANSPORT, message, Reaction.NEXT_TRANSPORT, null, 0);
  }
}
