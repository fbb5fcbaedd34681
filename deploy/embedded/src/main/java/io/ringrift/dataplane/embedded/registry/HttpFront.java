package io.ringrift.dataplane.embedded.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads requests, finds their action, writes answers and errors as Confluent's registry does. */
final class HttpFront implements HttpHandler {
  private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);
  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

  /** Leaves room for the envelope below the broker's 1 MiB for one record. */
  private static final int MAX_BODY_BYTES = 1_000_000;

  private final Router router;
  private final ObjectMapper json = new ObjectMapper();

  HttpFront(Router router) {
    this.router = router;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      try {
        send(exchange, 200, answer(exchange));
      } catch (RegistryException e) {
        send(exchange, e.status(), error(e.code(), e.getMessage()));
      } catch (RuntimeException e) {
        LOG.error(
            "{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI().getPath(), e);
        send(exchange, 500, error(500, "Internal error: " + e));
      }
    }
  }

  private Object answer(HttpExchange exchange) throws IOException {
    Router.Match match = router.match(exchange.getRequestMethod(), exchange.getRequestURI());
    return match
        .action()
        .answer(new Request(match.path(), Router.query(exchange.getRequestURI()), body(exchange)));
  }

  private JsonNode body(HttpExchange exchange) throws IOException {
    byte[] bytes = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
    if (bytes.length > MAX_BODY_BYTES) {
      throw RegistryException.plainHttp(
          413, "the body is larger than " + MAX_BODY_BYTES + " bytes");
    }
    if (bytes.length == 0) {
      return json.createObjectNode();
    }
    try {
      return json.readTree(bytes);
    } catch (JsonProcessingException e) {
      throw RegistryException.plainHttp(400, "the body is not JSON: " + e.getOriginalMessage());
    }
  }

  private void send(HttpExchange exchange, int status, Object answer) throws IOException {
    byte[] bytes = json.writeValueAsBytes(answer);
    exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private static Map<String, Object> error(int code, String message) {
    return Map.of("error_code", code, "message", message);
  }
}
