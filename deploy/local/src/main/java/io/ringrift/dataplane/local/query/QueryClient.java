package io.ringrift.dataplane.local.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ringrift.dataplane.local.output.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Asks the streams-app's query API.
 *
 * <p>On {@link HttpURLConnection} because a command asks once and ends: it is ready in a third of
 * the time that {@code java.net.http} takes to load.
 */
public final class QueryClient {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int CONNECT_MILLIS = 3_000;
  private static final int READ_MILLIS = 30_000;

  /** For what is good to know and nobody waits for. */
  private static final int HURRIED_MILLIS = 500;

  private final String base;
  private final String who;
  private final String option;
  private final int connectMillis;
  private final int readMillis;

  /**
   * @param base URL of the API, with or without a slash at its end
   */
  public QueryClient(String base) {
    this(base, "streams-app", "--query-url", CONNECT_MILLIS, READ_MILLIS);
  }

  private QueryClient(String base, String who, String option, int connectMillis, int readMillis) {
    this.base = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    this.who = who;
    this.option = option;
    this.connectMillis = connectMillis;
    this.readMillis = readMillis;
  }

  /** Asks the schema registry instead. */
  public static QueryClient ofRegistry(String base) {
    return new QueryClient(
        base, "schema registry", "--schema-registry-url", CONNECT_MILLIS, READ_MILLIS);
  }

  /** The same one, which gives up soon. */
  public QueryClient hurried() {
    return new QueryClient(base, who, option, HURRIED_MILLIS, HURRIED_MILLIS);
  }

  /** One path segment; a slash in it is encoded. */
  public static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /**
   * The answer.
   *
   * @throws Failure when what is asked about isn't there, the question is wrong, or nobody answers
   */
  public JsonNode get(String path, Map<String, String> parameters) {
    String url = base + path + query(parameters);
    try {
      HttpURLConnection connection = (HttpURLConnection) URI.create(url).toURL().openConnection();
      connection.setConnectTimeout(connectMillis);
      connection.setReadTimeout(readMillis);
      connection.setRequestProperty("Accept", "application/json");
      int status = connection.getResponseCode();
      JsonNode body =
          body(status < 400 ? connection.getInputStream() : connection.getErrorStream());
      if (status < 400) {
        return body;
      }
      throw refused(url, status, body.path("error").path("message").asText(""));
    } catch (IOException | IllegalArgumentException e) {
      throw Failure.unreachable(
              "the %s does not answer at %s (%s)".formatted(who, base, e.getMessage()), e)
          .next("start the stack with ./dataplane up, or name the address with " + option);
    }
  }

  private static Failure refused(String url, int status, String message) {
    String text = message.isEmpty() ? url + " answered " + status : message;
    return switch (status) {
      case HttpURLConnection.HTTP_NOT_FOUND -> Failure.notSo(text);
      case HttpURLConnection.HTTP_BAD_REQUEST -> Failure.usage(text);
      default -> Failure.unreachable(text, null);
    };
  }

  private static JsonNode body(InputStream stream) throws IOException {
    if (stream == null) {
      return JSON.nullNode();
    }
    try (stream) {
      JsonNode read = JSON.readTree(stream);
      return read == null ? JSON.nullNode() : read;
    }
  }

  private static String query(Map<String, String> parameters) {
    return parameters.isEmpty()
        ? ""
        : new TreeMap<>(parameters)
            .entrySet().stream()
                .map(entry -> entry.getKey() + "=" + segment(entry.getValue()))
                .collect(Collectors.joining("&", "?", ""));
  }
}
