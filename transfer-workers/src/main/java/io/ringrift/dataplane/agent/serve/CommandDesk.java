package io.ringrift.dataplane.agent.serve;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Answers requests that came by another way than HTTP, with the very endpoints that answer those:
 * orders, and questions about them.
 */
public final class CommandDesk {
  private final Map<String, Endpoint> endpoints = new LinkedHashMap<>();

  CommandDesk() {}

  void serve(String path, Endpoint endpoint) {
    endpoints.put(path, endpoint);
  }

  /**
   * Answers; never throws for what the request says.
   *
   * @param path path and query, encoded
   * @param grant null: none
   * @param body JSON; null: none
   */
  public Answer answer(String method, String path, String grant, String body) {
    URI uri;
    try {
      uri = URI.create(path);
    } catch (IllegalArgumentException e) {
      uri = URI.create("/");
    }
    String raw = String.valueOf(uri.getRawPath());
    Endpoint endpoint =
        endpoints.entrySet().stream()
            .filter(entry -> raw.equals(entry.getKey()) || raw.startsWith(entry.getKey() + "/"))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(
                exchange -> {
                  throw new ApiException(
                      ApiError.NOT_FOUND, "commands are for " + endpoints.keySet());
                });
    CommandExchange exchange = new CommandExchange(method, uri, grant, body);
    try {
      ApiServer.answer(exchange, endpoint);
    } catch (IOException e) {
      throw new UncheckedIOException("there is no client who could be gone", e);
    }
    return new Answer(exchange.getResponseCode(), exchange.answer());
  }

  /**
   * What is answered.
   *
   * @param status as the status of an HTTP answer
   * @param body JSON
   */
  public record Answer(int status, String body) {}
}
