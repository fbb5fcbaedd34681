package io.ringrift.dataplane.embedded.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/**
 * One request, read.
 *
 * @param path the named segments of the path, decoded
 * @param query the query parameters; unknown ones are ignored
 * @param body the JSON body, an empty object when there is none
 */
record Request(Map<String, String> path, Map<String, String> query, JsonNode body) {

  String subject() {
    return path.get("subject");
  }

  VersionNumber version() {
    return VersionNumber.parse(path.get("version"));
  }

  int id() {
    try {
      return Integer.parseInt(path.get("id"));
    } catch (NumberFormatException e) {
      throw RegistryException.schemaNotFound("id '" + path.get("id") + "' is not a number");
    }
  }

  /** A query parameter that is {@code true}. */
  boolean flag(String name) {
    return Boolean.parseBoolean(query.get(name));
  }

  /** The schema of the body; other fields are ignored. */
  String schema() {
    String type = body.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw RegistryException.invalidSchema(
          "schemaType is " + type + "; this development registry knows AVRO only");
    }
    if (!body.path("references").isEmpty()) {
      throw RegistryException.invalidSchema(
          "references are not supported by this development registry; inline the types");
    }
    return text("schema")
        .orElseThrow(() -> RegistryException.invalidSchema("the field 'schema' is missing"));
  }

  Optional<String> text(String field) {
    return Optional.ofNullable(body.path(field).textValue());
  }
}
