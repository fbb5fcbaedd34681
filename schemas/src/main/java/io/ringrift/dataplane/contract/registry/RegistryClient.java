package io.ringrift.dataplane.contract.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * Speaks the Confluent Schema Registry API over HTTP, with Confluent's configuration keys ({@link
 * RegistryKeys}). It is not Confluent's client: Avro only, no data-contract rules, no field
 * encryption, no OAuth.
 */
public final class RegistryClient implements SchemaRegistry {

  /** The subject name that stands for the registry as a whole in {@link #compatibilityLevel}. */
  public static final String GLOBAL = "";

  private record SubjectSchema(String subject, Schema schema) {}

  private final List<String> urls;
  private final RegistryHttp http;
  private final boolean normalize;
  private final BoundedCache<Integer, Schema> byId;
  private final BoundedCache<UUID, Schema> byGuid;
  private final BoundedCache<SubjectSchema, Integer> ids;

  /**
   * @param config may hold other keys too, as the configuration of a Kafka client does
   */
  public RegistryClient(Map<String, ?> config) {
    this(RegistryConfig.of(config));
  }

  RegistryClient(RegistryConfig config) {
    this(config, pause -> Thread.sleep(pause.toMillis()));
  }

  RegistryClient(RegistryConfig config, RegistryHttp.Pause pause) {
    urls = config.urls();
    http = new RegistryHttp(config, pause);
    normalize = config.normalize();
    byId = new BoundedCache<>(config.cacheSize());
    byGuid = new BoundedCache<>(config.cacheSize());
    ids = new BoundedCache<>(config.cacheSize());
  }

  @Override
  public int register(String subject, Schema schema) {
    return ids.get(
        new SubjectSchema(subject, schema),
        key -> id(http.send("POST", subject(subject) + "/versions" + query(), body(schema))));
  }

  @Override
  public int lookup(String subject, Schema schema) {
    return ids.get(
        new SubjectSchema(subject, schema),
        key -> id(http.send("POST", subject(subject) + query(), body(schema))));
  }

  @Override
  public Schema schema(int id) {
    return byId.get(
        id, key -> parse(http.send("GET", "/schemas/ids/" + id + "?fetchMaxId=false", null)));
  }

  @Override
  public Schema schema(UUID guid) {
    return byGuid.get(guid, key -> parse(http.send("GET", "/schemas/guids/" + guid, null)));
  }

  @Override
  public RegisteredSchema latest(String subject) {
    return version(subject, "latest");
  }

  /** One version of a subject, from 1. */
  public RegisteredSchema version(String subject, int version) {
    return version(subject, Integer.toString(version));
  }

  /** Whether the newest version of the subject goes with this schema; a new subject takes any. */
  public Compatibility compatibility(String subject, Schema schema) {
    String path = "/compatibility" + subject(subject) + "/versions/latest?verbose=true";
    try {
      JsonNode answer = http.send("POST", path, body(schema));
      List<String> messages = new ArrayList<>();
      answer.path("messages").forEach(message -> messages.add(message.asText()));
      return new Compatibility(answer.path("is_compatible").asBoolean(), messages);
    } catch (SchemaNotFoundException e) {
      return new Compatibility(true, List.of());
    }
  }

  /**
   * The level in force, e.g. {@code BACKWARD}.
   *
   * @param subject {@link #GLOBAL} for the registry as a whole
   */
  public String compatibilityLevel(String subject) {
    String path = "/config" + (subject.isEmpty() ? "" : segment(subject) + "?defaultToGlobal=true");
    return http.send("GET", path, null).path("compatibilityLevel").asText();
  }

  /** Sets the level: NONE, BACKWARD, FORWARD, FULL or one of these with _TRANSITIVE. */
  public void compatibilityLevel(String subject, String level) {
    String path = "/config" + (subject.isEmpty() ? "" : segment(subject));
    http.send("PUT", path, JsonNodeFactory.instance.objectNode().put("compatibility", level));
  }

  /** Nothing to release: the HTTP client's threads end with it. */
  @Override
  public void close() {}

  /** The URLs, for log lines. */
  @Override
  public String toString() {
    return String.join(", ", urls);
  }

  private RegisteredSchema version(String subject, String version) {
    JsonNode answer = http.send("GET", subject(subject) + "/versions/" + version, null);
    return new RegisteredSchema(subject, answer.path("version").asInt(), id(answer), parse(answer));
  }

  private static int id(JsonNode answer) {
    if (!answer.path("id").canConvertToInt()) {
      throw new RegistryException("the registry's answer holds no id: " + answer, 200, 0);
    }
    return answer.path("id").asInt();
  }

  /** Older registries refuse fields they don't know, so the schema is all that is sent. */
  private static ObjectNode body(Schema schema) {
    return JsonNodeFactory.instance.objectNode().put("schema", schema.toString());
  }

  /** A schema may refer to others, which are fetched and parsed before it. */
  private Schema parse(JsonNode answer) {
    String type = answer.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw new UnusableSchemaException("schema type is " + type + ", allowed: AVRO");
    }
    Schema.Parser parser = new Schema.Parser();
    try {
      for (JsonNode reference : answer.path("references")) {
        RegisteredSchema referred =
            version(reference.path("subject").asText(), reference.path("version").asInt());
        if (!parser.getTypes().containsKey(referred.schema().getFullName())) {
          parser.addTypes(List.of(referred.schema()));
        }
      }
      return parser.parse(answer.path("schema").asText());
    } catch (SchemaParseException e) {
      throw new UnusableSchemaException("the schema can't be parsed: " + e.getMessage());
    }
  }

  private String query() {
    return normalize ? "?normalize=true" : "";
  }

  private static String subject(String subject) {
    return "/subjects" + segment(subject);
  }

  private static String segment(String text) {
    return '/' + URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
