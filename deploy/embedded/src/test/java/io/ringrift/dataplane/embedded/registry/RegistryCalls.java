package io.ringrift.dataplane.embedded.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** Plain HTTP calls against a registry. */
final class RegistryCalls {
  static final String V1 =
      """
      {"type": "record", "name": "Item", "fields": [{"name": "id", "type": "string"}]}
      """;
  static final String V2 =
      """
      {"type": "record", "name": "Item", "fields": [{"name": "id", "type": "string"},
       {"name": "bytes", "type": "long", "default": 0}]}
      """;
  static final String WITHOUT_DEFAULT =
      """
      {"type": "record", "name": "Item", "fields": [{"name": "id", "type": "string"},
       {"name": "owner", "type": "string"}]}
      """;

  private final ObjectMapper json = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final String url;

  RegistryCalls(String url) {
    this.url = url;
  }

  record Answer(int status, String contentType, JsonNode body) {
    int code() {
      return body.path("error_code").asInt();
    }

    String message() {
      return body.path("message").asText();
    }
  }

  Answer get(String path) {
    return send("GET", path, "");
  }

  Answer delete(String path) {
    return send("DELETE", path, "");
  }

  Answer put(String path, Map<String, ?> body) {
    return send("PUT", path, json.valueToTree(body).toString());
  }

  Answer postSchema(String path, String schema) {
    return send("POST", path, json.createObjectNode().put("schema", schema).toString());
  }

  Answer register(String subject, String schema) {
    return postSchema("/subjects/" + subject + "/versions", schema);
  }

  Answer send(String method, String path, String body) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .header("Content-Type", "application/vnd.schemaregistry.v1+json")
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      return new Answer(
          response.statusCode(),
          response.headers().firstValue("Content-Type").orElse(""),
          json.readTree(response.body()));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(method + " " + path, e);
    }
  }
}
