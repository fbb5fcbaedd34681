package io.ringrift.dataplane.contract.serde;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.apache.avro.Schema;

/**
 * Takes the properties out of a schema that only Java's code generator needs, so that the registry
 * holds what stands in the {@code .avsc} file, and two schemas compare as what they say of data.
 */
public final class JavaProperties {

  private static final List<String> NAMES =
      List.of("avro.java.string", "java-class", "java-element-class", "java-key-class");

  private JavaProperties() {}

  /** The same schema without them. */
  public static Schema remove(Schema schema) {
    try {
      JsonNode tree = new ObjectMapper().readTree(schema.toString());
      return new Schema.Parser().parse(strip(tree).toString());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("schema " + schema.getFullName() + " prints as no JSON", e);
    }
  }

  private static JsonNode strip(JsonNode node) {
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        array.set(i, strip(array.get(i)));
      }
    } else if (node instanceof ObjectNode object) {
      object.remove(NAMES);
      object.properties().forEach(property -> property.setValue(strip(property.getValue())));
      // {"type": "string"} with nothing else is the primitive again, as the file has it.
      if (object.size() == 1 && object.path("type").isTextual()) {
        return object.get("type");
      }
    }
    return node;
  }
}
