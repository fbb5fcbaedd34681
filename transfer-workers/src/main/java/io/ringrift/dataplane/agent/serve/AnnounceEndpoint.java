package io.ringrift.dataplane.agent.serve;

import com.sun.net.httpserver.HttpExchange;
import io.ringrift.dataplane.agent.fetch.bittorrent.Announce;
import io.ringrift.dataplane.agent.fetch.bittorrent.Tracker;
import java.io.IOException;

/**
 * {@code GET /v1/announce}: the tracker of the swarms that began here. BitTorrent programs can't
 * show a grant: whoever knows the info hash, which is told to who had one, is a member.
 */
final class AnnounceEndpoint implements Endpoint {
  static final String PATH = "/v1/announce";

  private final Tracker tracker;

  AnnounceEndpoint(Tracker tracker) {
    this.tracker = tracker;
  }

  @Override
  public void handle(HttpExchange exchange) throws ApiException, IOException {
    if (!exchange.getRequestMethod().equals("GET")) {
      throw new ApiException(ApiError.METHOD_NOT_ALLOWED, "allowed is GET");
    }
    Announce announce;
    try {
      announce =
          Announce.of(
              exchange.getRequestURI().getRawQuery(), exchange.getRemoteAddress().getAddress());
    } catch (IllegalArgumentException e) {
      throw new ApiException(ApiError.BAD_REQUEST, e.getMessage());
    }
    byte[] answer = tracker.answer(announce);
    exchange.getResponseHeaders().set("Content-Type", "text/plain");
    exchange.sendResponseHeaders(200, answer.length);
    Body.write(exchange, answer);
  }
}
