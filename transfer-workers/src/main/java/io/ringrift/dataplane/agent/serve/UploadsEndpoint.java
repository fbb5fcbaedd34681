package io.ringrift.dataplane.agent.serve;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import io.ringrift.dataplane.agent.fetch.PullStatus;
import io.ringrift.dataplane.agent.fetch.Pulls;
import io.ringrift.dataplane.agent.fetch.Reaction;
import io.ringrift.dataplane.agent.fetch.http.Reception;
import io.ringrift.dataplane.agent.fetch.http.UploadFetcher;
import io.ringrift.dataplane.worker.grant.Grant;
import io.ringrift.dataplane.worker.grant.GrantScope;
import java.io.FilterInputStream;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code PUT /v1/uploads/{operation}}: a source that can't be called brings the bytes of a pull
 * that was ordered here; {@code GET} tells it which are missing.
 */
final class UploadsEndpoint implements Endpoint {
  static final String PATH = "/v1/uploads";

  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18})");
  private static final int MOST_RANGES = 256;
  private static final long BUSY_RETRY_MILLIS = 1_000;

  private final String nodeId;
  private final Pulls pulls;
  private final UploadFetcher uploads;
  private final GrantCheck grants;
  private final SlowClientGuard guard;
  private final Semaphore slots;

  /**
   * @param most bodies that are read at once
   */
  UploadsEndpoint(
      String nodeId,
      Pulls pulls,
      UploadFetcher uploads,
      GrantCheck grants,
      SlowClientGuard guard,
      int most) {
    this.nodeId = nodeId;
    this.pulls = pulls;
    this.uploads = uploads;
    this.grants = grants;
    this.guard = guard;
    this.slots = new Semaphore(most);
  }

  @Override
  public void handle(HttpExchange exchange) throws ApiException, IOException, InterruptedException {
    if (!exchange.getRequestURI().getRawPath().startsWith(PATH + "/")) {
      throw new ApiException(ApiError.NOT_FOUND, "no such path");
    }
    String operationId = Segment.after(PATH + "/", exchange.getRequestURI());
    Grant grant = grants.require(exchange, new GrantScope.Operation(nodeId, operationId));
    PullStatus pull = PullsEndpoint.known(pulls.status(operationId), grant);
    // Its source, item and content, too.
    grants.require(exchange, Side.TARGET.scope(nodeId, pull.order()));
    Reception reception =
        uploads
            .expected(pull.order().sha256())
            .orElseThrow(() -> new ApiException(ApiError.NOT_FOUND, "no bytes are waited for"));
    switch (exchange.getRequestMethod()) {
      case "GET" -> tellMissing(exchange, reception);
      case "PUT" -> receive(exchange, pull, reception);
      default -> throw new ApiException(ApiError.METHOD_NOT_ALLOWED, "allowed are GET and PUT");
    }
  }

  private static void tellMissing(HttpExchange exchange, Reception reception) throws IOException {
    ObjectNode answer = Json.object();
    ArrayNode missing = answer.putArray("missing");
    for (Reception.Range range : reception.missing(MOST_RANGES)) {
      missing.addObject().put("from", range.from()).put("to", range.to());
    }
    Json.write(exchange, 200, answer);
  }

  private void receive(HttpExchange exchange, PullStatus pull, Reception reception)
      throws ApiException, IOException, InterruptedException {
    Reception.Range range = range(exchange, pull.order().sizeBytes());
    Instant modified = modified(exchange);
    if (!slots.tryAcquire()) {
      throw busy("too many bodies are being read");
    }
    try {
      reception.take(range, modified, new Watched(exchange), exchange::close);
    } catch (IllegalArgumentException e) {
      throw new ApiException(ApiError.BAD_REQUEST, e.getMessage());
    } catch (Reception.TakenException e) {
      // Most often its own broken request is still being read here: it asks again what is missing.
      throw busy(e.getMessage());
    } finally {
      slots.release();
    }
    Json.write(exchange, 200, Json.object());
  }

  private static ApiException busy(String message) {
    return new ApiException(ApiError.BUSY, message, Reaction.RETRY_SAME, null, BUSY_RETRY_MILLIS);
  }

  private static Reception.Range range(HttpExchange exchange, long size) throws ApiException {
    String text = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Range"));
    Matcher matcher = CONTENT_RANGE.matcher(text);
    if (!matcher.matches() || Long.parseLong(matcher.group(3)) != size) {
      throw new ApiException(
          ApiError.BAD_REQUEST,
          "Content-Range is '%s', allowed is bytes FROM-TO/%d".formatted(text, size));
    }
    return new Reception.Range(
        Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2)) + 1);
  }

  private static Instant modified(HttpExchange exchange) throws ApiException {
    String text = String.valueOf(exchange.getRequestHeaders().getFirst("Last-Modified"));
    try {
      return DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from);
    } catch (DateTimeException e) {
      throw new ApiException(
          ApiError.BAD_REQUEST, "Last-Modified is '" + text + "', allowed is a date of HTTP");
    }
  }

  /** Ends the connection of a source that has stopped to send. */
  private final class Watched extends FilterInputStream {
    private final HttpExchange exchange;

    private Watched(HttpExchange exchange) {
      super(exchange.getRequestBody());
      this.exchange = exchange;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      guard.progress(exchange);
      try {
        return super.read(bytes, offset, length);
      } finally {
        guard.done(exchange);
      }
    }
  }
}
