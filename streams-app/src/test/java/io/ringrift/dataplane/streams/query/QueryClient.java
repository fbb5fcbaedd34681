package io.ringrift.dataplane.streams.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.StreamSupport;

/** Asks a query server, and reads its JSON. */
final class QueryClient {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final URI server;

  QueryClient(URI server) {
    this.server = server;
  }

  HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(server + path)).build());
  }

  HttpResponse<String> post(String path, String body) throws Exception {
    return send(
        HttpRequest.newBuilder(URI.create(server + path))
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  /** The answer to a question that has to have one. */
  JsonNode ok(String path) throws Exception {
    return json(200, get(path));
  }

  /** Code and message of a refusal. */
  String error(int status, String path) throws Exception {
    JsonNode error = json(status, get(path)).path("error");
    return error.path("code").asText() + ": " + error.path("message").asText();
  }

  static JsonNode json(int status, HttpResponse<String> answer) throws Exception {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return JSON.readTree(answer.body());
  }

  /** One field of every row of an array. */
  static List<String> texts(JsonNode answer, String array, String field) {
    return StreamSupport.stream(answer.path(array).spliterator(), false)
        .map(row -> row.path(field).asText())
        .toList();
  }

  /** An item id as one segment of a path. */
  static String encoded(String itemId) {
    return itemId.replace("/", "%2F");
  }

  private static HttpResponse<String> send(HttpRequest request) throws Exception {
    return HTTP.send(request, HttpResponse.BodyHandlers.ofString());
  }
}
