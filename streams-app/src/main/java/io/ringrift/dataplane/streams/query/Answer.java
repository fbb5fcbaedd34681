package io.ringrift.dataplane.streams.query;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** What is sent back, in UTF-8. */
record Answer(int status, String contentType, String body) {

  static Answer json(JsonNode body) {
    return json(200, body);
  }

  static Answer json(int status, JsonNode body) {
    return new Answer(status, "application/json", body.toString());
  }

  /** Prometheus' text format. */
  static Answer metrics(String text) {
    return new Answer(200, "text/plain; version=0.0.4; charset=utf-8", text);
  }

  static Answer error(int status, String code, String message) {
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.putObject("error").put("code", code).put("message", message);
    return json(status, body);
  }
}
