package io.ringrift.dataplane.agent.serve;

import com.sun.net.httpserver.HttpExchange;
import io.ringrift.dataplane.agent.fetch.Reaction;
import io.ringrift.dataplane.agent.source.ChunkHashes;
import io.ringrift.dataplane.agent.source.ChunkLists;
import io.ringrift.dataplane.agent.source.Holding;
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

  private final HeldContents contents;
  private final ChunkLists lists;
  private final ReadCheck reads;

  ChunksEndpoint(HeldContents contents, ChunkLists lists, ReadCheck reads) {
    this.contents = contents;
    this.lists = lists;
    this.reads = reads;
  }

  @Override
  public void handle(HttpExchange exchange) throws ApiException, IOException, InterruptedException {
    ReadCheck.Wanted wanted = reads.require(exchange, PREFIX, "GET");
    byte[] body =
        Segment.parameter("have", exchange.getRequestURI()).isPresent()
            ? map(wanted)
            : hashes(wanted);
    exchange.getResponseHeaders().set("ETag", '"' + wanted.sha256() + '"');
    exchange.getResponseHeaders().set("Content-Type", "application/octet-stream");
    exchange.sendResponseHeaders(200, body.length);
    Body.write(exchange, body);
  }

  private byte[] map(ReadCheck.Wanted wanted) throws ApiException, IOException {
    try (Offer offer = contents.offer(wanted.itemId(), wanted.sha256())) {
      return offer.map();
    }
  }

  private byte[] hashes(ReadCheck.Wanted wanted)
      throws ApiException, IOException, InterruptedException {
    Holding holding = contents.find(wanted.itemId(), wanted.sha256());
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
