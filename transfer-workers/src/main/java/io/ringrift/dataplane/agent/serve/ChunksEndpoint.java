package io.ringrift.dataplane.agent.serve;

import com.sun.net.httpserver.HttpExchange;
import io.ringrift.dataplane.agent.fetch.Reaction;
import io.ringrift.dataplane.agent.source.ChunkHashes;
import io.ringrift.dataplane.agent.source.ChunkLists;
import io.ringrift.dataplane.agent.source.Holding;
import io.ringrift.dataplane.worker.grant.GrantScope;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code GET /v1/chunks/{item}?sha256=H}: SHA-256 of each chunk of a content, 32 bytes each, to
 * whom a grant permits to read it; with {@code have=1} one bit for each chunk that is here, all of
 * them or, while the content is coming, those that have come. A list that has to be made first is
 * waited for a moment, then the caller is asked to come back.
 */
final class ChunksEndpoint implements Endpoint {
  static final String PREFIX = "/v1/chunks/";

  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final long RETRY_MILLIS = 1_000;

  private final String nodeId;
  private final HeldContents contents;
  private final ChunkLists lists;
  private final GrantCheck grants;

  ChunksEndpoint(String nodeId, HeldContents contents, ChunkLists lists, GrantCheck grants) {
    this.nodeId = nodeId;
    this.contents = contents;
    this.lists = lists;
    this.grants = grants;
  }

  @Override
  public void handle(HttpExchange exchange) throws ApiException, IOException, InterruptedException {
    if (!exchange.getRequestMethod().equals("GET")) {
      throw new ApiException(ApiError.METHOD_NOT_ALLOWED, "allowed is GET");
    }
    String itemId = Segment.after(PREFIX, exchange.getRequestURI());
    String sha256 = Segment.parameter("sha256", exchange.getRequestURI()).orElse("");
    grants.require(exchange, new GrantScope.Read(nodeId, itemId, sha256));
    byte[] body =
        Segment.parameter("have", exchange.getRequestURI()).isPresent()
            ? map(itemId, sha256)
            : hashes(itemId, sha256);
    exchange.getResponseHeaders().set("ETag", '"' + sha256 + '"');
    exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
  }

  private byte[] map(String itemId, String sha256) throws ApiException, IOException {
    try (Offer offer = contents.offer(itemId, sha256)) {
      return offer.map();
    }
  }

  private byte[] hashes(String itemId, String sha256)
      throws ApiException, IOException, InterruptedException {
    Holding holding = contents.find(itemId, sha256);
    if (holding.content().stamp().size() < ChunkLists.FROM_BYTES) {
      throw HeldContents.missing(
          "contents of less than %d bytes have no list".formatted(ChunkLists.FROM_BYTES));
    }
    return list(holding).bytes();
  }

  private ChunkHashes list(Holding holding) throws ApiException, IOException, InterruptedException {
    Path file = contents.path(holding);
    Optional<ChunkHashes> list;
    try {
      list = lists.find(holding.content(), file, PATIENCE);
    } catch (IOException e) {
      throw HeldContents.missing(holding.name().itemId() + ": " + e.getMessage());
    }
    return list.orElseThrow(
        () ->
            new ApiException(
                ApiError.BUSY, "the list is being made", Reaction.RETRY_SAME, null, RETRY_MILLIS));
  }
}
