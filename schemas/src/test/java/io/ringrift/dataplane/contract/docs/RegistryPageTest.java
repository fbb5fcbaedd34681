package io.ringrift.dataplane.contract.docs;

import io.ringrift.dataplane.contract.registry.RegistryKeys;
import io.ringrift.dataplane.contract.serde.SerdeKeys;
import java.io.IOException;
import java.util.Locale;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

class RegistryPageTest {

  private static final String INTRODUCTION =
      """
      # Schema registry and serdes

      <!-- Made from RegistryKeys.java and SerdeKeys.java by RegistryPageTest; not to be edited. -->

      The data plane speaks the Confluent Schema Registry API and the Confluent wire format, with a
      client of its own: any registry with that API will do (Confluent's, Karapace, Apicurio under
      `/apis/ccompat/v7`), and any client with that wire format reads and writes the topics (Kafka
      UI, AKHQ, kcat, Confluent's clients, kafkajs with `@kafkajs/confluent-schema-registry`).

      It is not Confluent's client. Left out: data-contract rules, field encryption, JSON Schema and
      Protobuf, OAuth.

      ## Which serde

      `serde=builtin` uses ours, `serde=confluent` Confluent's `KafkaAvroSerializer` and
      `KafkaAvroDeserializer`, which you add to the class path
      (`io.confluent:kafka-avro-serializer`, from Confluent's repository). The default `auto` uses
      Confluent's where it is there. The choice is logged at start. Both take the same keys and write
      the same bytes. Ours can also be named in the configuration of any Kafka client:

          value.serializer=io.ringrift.dataplane.contract.serde.AvroSerializer
          value.deserializer=io.ringrift.dataplane.contract.serde.AvroDeserializer

      ## When the registry fails

      | What happens | Exception | What a stage does |
      |---|---|---|
      | No registry answers: refused, timed out, 408, 429, 5xx, on every URL, after all rounds | `RegistryUnreachableException` (retriable) | pauses and tries again |
      | It refuses us: 401, 403, a wrong path, anything not understood | `RegistryException` | pauses and tries again |
      | It confirms not to know the schema of a record (404 with code 40403) | `UndecodableRecordException`, `UNKNOWN_SCHEMA` | dead letter |
      | The bytes are no record, or not of the type | `UndecodableRecordException` | dead letter |
      | It refuses the schema of a producer (409, whatever the code) | `IncompatibleSchemaException` | ends, with the registry's words |

      ## Keys of the registry client

      The names and defaults are Confluent's. Each key is also understood with `schema.registry.`
      before it, which wins. Besides there are

      - `schema.registry.ssl.*`: Kafka's `ssl.*` keys for the registry, stores in JKS, PKCS12 or PEM.
        Host names are always checked.
      - `request.header.NAME`: a header for every request.

      """;

  @Test
  void registryPageSaysWhatTheDefinitionsSay() throws IOException {
    GeneratedPage.assertUpToDate(
        "registry.md",
        INTRODUCTION
            + table(RegistryKeys.DEFINITION)
            + "\n## Keys of the serdes\n\n"
            + table(SerdeKeys.DEFINITION));
  }

  private static String table(ConfigDef definition) {
    StringBuilder table =
        new StringBuilder("| Key | Type | Default | Meaning |\n|---|---|---|---|\n");
    for (ConfigDef.ConfigKey key : definition.configKeys().values()) {
      table
          .append("| `")
          .append(key.name)
          .append("` | ")
          .append(key.type.name().toLowerCase(Locale.ROOT))
          .append(" | ")
          .append(fallback(key))
          .append(" | ")
          .append(key.documentation)
          .append(" |\n");
    }
    return table.toString();
  }

  private static String fallback(ConfigDef.ConfigKey key) {
    if (!key.hasDefault()) {
      return "required";
    }
    String text = ConfigDef.convertToString(key.defaultValue, key.type);
    boolean none = text == null || text.isEmpty() || key.type == ConfigDef.Type.PASSWORD;
    return none ? "none" : "`" + text + "`";
  }
}
