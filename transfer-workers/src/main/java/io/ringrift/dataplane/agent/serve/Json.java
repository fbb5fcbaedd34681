package io.ringrift.dataplane.agent.serve;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** JSON in requests and answers. */
final class Json {
  /** An order is some 700 bytes. */
  private static final int MAX_BODY_BYTES = 16 * 1024;

  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  static JsonNode tree(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** The body of a request, which must be one JSON object. */
  static ObjectNode read(HttpExchange exchange) throws ApiException, IOException {
    byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
    if (body.length > MAX_BODY_BYTES) {
      throw new ApiException(
          ApiError.PAYLOAD_TOO_LARGE, "body is longer than " + MAX_BODY_BYTES + " bytes");
    }
    try {
      JsonNode tree = MAPPER.readTree(body);
      if (tree instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new ApiException(ApiError.BAD_REQUEST, "body is not JSON: " + e.getOriginalMessage());
    }
    throw new ApiException(ApiError.BAD_REQUEST, "body is not a JSON object");
  }

  static void write(HttpExchange exchange, int status, JsonNode body) throws IOException {
    byte[] bytes = (body + "\n").getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.sendResponseHeaders(status, -1);
      return;
    }
    exchange.sendResponseHeaders(status, bytes.length);
    Body.write(exchange, bytes);
  }

  static void write(HttpExchange exchange, ApiException e) throws IOException {
    ObjectNode error = object();
    error.put("code", e.error().code());
    error.put("message", e.getMessage());
    if (e.reason() != null) {
      error.put("reason", e.reason());
    }
    if (e.reaction() != null) {
      error.put("reaction", e.reaction().name());
    }
    if (e.retryAfterMillis() > 0) {
      error.put("retry_after_ms", e.retryAfterMillis());
      long seconds = Math.max(1, (e.retryAfterMillis() + 999) / 1000);
      exchange.getResponseHeaders().set("Retry-After", Long.toString(seconds));
    }
    ObjectNode body = object();
    body.set("error", error);
    write(exchange, e.error().status(), body);
  }
}
