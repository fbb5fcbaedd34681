package io.ringrift.dataplane.contract.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.specific.SpecificRecord;

/**
 * Writes records of the contract as JSON for people and scripts: the query API and {@code --output
 * json} both speak it.
 *
 * <p>Field names and their order are those of the schema, so that a new field appears without a
 * line of code. Every field is present, null where the record says null: readers can rely on the
 * shape. Times are ISO-8601 in UTC, always to the millisecond, so that they sort as text. Bytes are
 * base64. A record in a union of several records, such as an event's payload, begins with {@code
 * "type"}, its name in the words of the design: {@code TrainingStarted} becomes {@code
 * TRAINING_STARTED}.
 *
 * <p>This is not Avro's own JSON encoding, which is made for machines and shows {@code {"string":
 * "x"}} for every optional value.
 */
public final class AvroJson {

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

  private AvroJson() {}

  /** The record as a JSON object. */
  public static ObjectNode object(SpecificRecord record) {
    ObjectNode object = JSON.objectNode();
    fill(object, record);
    return object;
  }

  /** The records as a JSON array, in the order given. */
  public static ArrayNode array(Collection<? extends SpecificRecord> records) {
    ArrayNode array = JSON.arrayNode(records.size());
    records.forEach(record -> array.add(object(record)));
    return array;
  }

  /** A record's name as events are called in the design: {@code HOST_ONLINE} for HostOnline. */
  public static String typeName(Schema record) {
    return record.getName().replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toUpperCase(Locale.ROOT);
  }

  /** A time as it is written everywhere in JSON. */
  public static String time(Instant time) {
    return TIME.format(time);
  }

  private static void fill(ObjectNode object, SpecificRecord record) {
    List<Schema.Field> fields = record.getSchema().getFields();
    for (Schema.Field field : fields) {
      object.set(field.name(), value(record.get(field.pos()), field.schema()));
    }
  }

  private static JsonNode value(Object value, Schema schema) {
    if (value == null) {
      return JSON.nullNode();
    }
    if (value instanceof SpecificRecord record) {
      return record(record, schema);
    }
    if (value instanceof Collection<?> elements) {
      ArrayNode array = JSON.arrayNode(elements.size());
      Schema element = branch(schema, Schema.Type.ARRAY).getElementType();
      elements.forEach(each -> array.add(value(each, element)));
      return array;
    }
    if (value instanceof Map<?, ?> entries) {
      ObjectNode object = JSON.objectNode();
      Schema element = branch(schema, Schema.Type.MAP).getValueType();
      entries.forEach((key, each) -> object.set(key.toString(), value(each, element)));
      return object;
    }
    return scalar(value);
  }

  private static JsonNode record(SpecificRecord record, Schema declared) {
    ObjectNode object = JSON.objectNode();
    if (declared.isUnion() && records(declared) > 1) {
      object.put("type", typeName(record.getSchema()));
    }
    fill(object, record);
    return object;
  }

  private static JsonNode scalar(Object value) {
    if (value instanceof Instant time) {
      return JSON.textNode(time(time));
    }
    if (value instanceof Boolean truth) {
      return JSON.booleanNode(truth);
    }
    if (value instanceof Integer number) {
      return JSON.numberNode(number);
    }
    if (value instanceof Long number) {
      return JSON.numberNode(number);
    }
    if (value instanceof Double number) {
      return JSON.numberNode(number);
    }
    if (value instanceof Float number) {
      return JSON.numberNode(number);
    }
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return JSON.binaryNode(bytes);
    }
    if (value instanceof GenericFixed fixed) {
      return JSON.binaryNode(fixed.bytes());
    }
    return JSON.textNode(value.toString());
  }

  private static Schema branch(Schema schema, Schema.Type type) {
    if (!schema.isUnion()) {
      return schema;
    }
    return schema.getTypes().stream()
        .filter(each -> each.getType() == type)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no " + type + " in " + schema));
  }

  private static long records(Schema union) {
    return union.getTypes().stream().filter(each -> each.getType() == Schema.Type.RECORD).count();
  }
}
