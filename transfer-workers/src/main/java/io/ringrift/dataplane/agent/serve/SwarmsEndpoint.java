package io.ringrift.dataplane.agent.serve;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.ringrift.dataplane.agent.fetch.Reaction;
import io.ringrift.dataplane.agent.fetch.bittorrent.Metainfo;
import io.ringrift.dataplane.agent.fetch.bittorrent.Offers;
import io.ringrift.dataplane.agent.source.Holding;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;

/**
 * {@code GET /v1/swarms/{item}?sha256=H}: what is needed to join the swarm of a content that the
 * index holds, to whom a grant permits to read it. 202 while its pieces are being hashed.
 */
final class SwarmsEndpoint implements Endpoint {
  static final String PREFIX = "/v1/swarms/";

  /** Shorter than any patience of those who ask. */
  private static final Duration WAIT = Duration.ofMillis(500);

  private final HeldContents contents;
  private final Offers offers;
  private final ReadCheck reads;

  SwarmsEndpoint(HeldContents contents, Offers offers, ReadCheck reads) {
    this.contents = contents;
    this.offers = offers;
    this.reads = reads;
  }

  @Override
  public void handle(HttpExchange exchange) throws ApiException, IOException, InterruptedException {
    ReadCheck.Wanted wanted = reads.require(exchange, PREFIX, "GET");
    Holding holding = contents.find(wanted.itemId(), wanted.sha256());
    Offers.Readiness readiness = readiness(holding);
    ObjectNode json = Json.object();
    json.put("size_bytes", holding.content().stamp().size());
    json.put("hashed_bytes", readiness.hashedBytes());
    if (readiness.metainfo() == null) {
      Json.write(exchange, 202, json);
      return;
    }
    json.put("piece_bytes", Metainfo.PIECE_BYTES);
    json.put("salt", readiness.metainfo().salt());
    json.put("pieces", Base64.getEncoder().encodeToString(readiness.metainfo().pieces()));
    exchange
        .getResponseHeaders()
        .set(
            "Last-Modified",
            DateTimeFormatter.RFC_1123_DATE_TIME.format(
                holding.content().contentTime().atOffset(ZoneOffset.UTC)));
    Json.write(exchange, 200, json);
  }

  private Offers.Readiness readiness(Holding holding)
      throws ApiException, IOException, InterruptedException {
    if (holding.content().stamp().size() == 0) {
      throw new ApiException(ApiError.BAD_REQUEST, "an empty file has no swarm");
    }
    // Refuses one that is gone or has changed as a request for its bytes would.
    contents.open(holding).close();
    try {
      return offers.of(
          holding.content().sha256(), contents.path(holding), holding.content().stamp(), WAIT);
    } catch (IOException e) {
      throw new ApiException(
          ApiError.PROGRAM_FAILED,
          "%s can't be given to a swarm: %s".formatted(holding.name().itemId(), e.getMessage()),
          Reaction.NEXT_TRANSPORT,
          null,
          0);
    }
  }
}
