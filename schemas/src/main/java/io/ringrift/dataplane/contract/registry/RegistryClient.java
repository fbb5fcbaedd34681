package io.ringrift.dataplane.contract.registry;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.avro.Schema;
import org.apache.kafka.common.errors.InterruptException;

/** Speaks the Confluent Schema Registry API over HTTP. Not Confluent's client. */
public final class RegistryClient implements SchemaRegistry {

  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

  private final RegistryConfig config;
  private final HttpClient http;
  private final ObjectMapper json = new ObjectMapper();
  private final ConcurrentMap<Integer, Schema> byId = new ConcurrentHashMap<>();
  private final ConcurrentMap<UUID, Schema> byGuid = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Integer> ids = new ConcurrentHashMap<>();

  RegistryClient(RegistryConfig config) {
    this.config = config;
    this.http = HttpClient.newBuilder().connectTimeout(config.connectTimeout()).build();
  }

  public RegistryClient(Map<String, ?> config) {
    this(RegistryConfig.of(config));
  }

  @Override
  public int register(String subject, Schema schema) {
    return ids.computeIfAbsent(
        subject + '\0' + schema,
        unused ->
            send("POST", "/subjects/" + encode(subject) + "/versions", body(schema))
                .path("id")
                .asInt());
  }

  @Override
  public int lookup(String subject, Schema schema) {
    return ids.computeIfAbsent(
        subject + '\0' + schema,
        unused -> send("POST", "/subjects/" + encode(subject), body(schema)).path("id").asInt());
  }

  @Override
  public Schema schema(int id) {
    Schema known = byId.get(id);
    if (known == null) {
      known = parse(send("GET", "/schemas/ids/" + id + "?fetchMaxId=false", null));
      byId.put(id, known);
    }
    return known;
  }

  @Override
  public Schema schema(UUID guid) {
    Schema known = byGuid.get(guid);
    if (known == null) {
      known = parse(send("GET", "/schemas/guids/" + guid, null));
      byGuid.put(guid, known);
    }
    return known;
  }

  @Override
  public RegisteredSchema latest(String subject) {
    JsonNode answer = send("GET", "/subjects/" + encode(subject) + "/versions/latest", null);
    return new RegisteredSchema(
        subject, answer.path("version").asInt(), answer.path("id").asInt(), parse(answer));
  }

  @Override
  public void close() {}

  private String body(Schema schema) {
    ObjectNode body = json.createObjectNode().put("schema", schema.toString());
    return body.toString();
  }

  private static Schema parse(JsonNode answer) {
    return new Schema.Parser().parse(answer.path("schema").asText());
  }

  private JsonNode send(String method, String path, String body) {
    String url = config.urls().get(0) + path;
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(config.readTimeout())
            .header("Content-Type", CONTENT_TYPE)
            .header("Accept", CONTENT_TYPE)
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() >= 500 || response.statusCode() == 429) {
        throw new RegistryUnreachableException(
            method + " " + url + " answered " + response.statusCode(), null);
      }
      JsonNode answer = json.readTree(response.body());
      if (response.statusCode() / 100 == 2) {
        return answer;
      }
      int code = answer.path("error_code").asInt(50005);
      String message = method + " " + url + ": " + answer.path("message").asText();
      if (response.statusCode() == 409) {
        throw new IncompatibleSchemaException(message, code);
      }
      if (response.statusCode() == 404 && code >= 40401 && code <= 40403) {
        throw new SchemaNotFoundException(message, code);
      }
      throw new RegistryException(message, response.statusCode(), code);
    } catch (JsonProcessingException e) {
      throw new RegistryException(method + " " + url + ": answer is not JSON", 0, 50005);
    } catch (IOException e) {
      throw new RegistryUnreachableException(method + " " + url + ": " + e, e);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private static String encode(String segment) {
    return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
