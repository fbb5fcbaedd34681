package io.ringrift.dataplane.contract.serde;

import org.apache.avro.Schema;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/** How a subject is named; Confluent's strategies, known by the last part of their class name. */
enum SubjectNaming {
  TOPIC {
    @Override
    String subject(String topic, boolean isKey, Schema schema) {
      return topic + (isKey ? "-key" : "-value");
    }
  },
  RECORD {
    @Override
    String subject(String topic, boolean isKey, Schema schema) {
      return schema.getFullName();
    }
  },
  TOPIC_RECORD {
    @Override
    String subject(String topic, boolean isKey, Schema schema) {
      return topic + '-' + schema.getFullName();
    }
  };

  static final String DEFAULT = "TopicNameStrategy";
  static final ConfigDef.Validator VALIDATOR =
      ConfigDef.LambdaValidator.with(
          SubjectNaming::of,
          () -> "TopicNameStrategy, RecordNameStrategy or TopicRecordNameStrategy");

  abstract String subject(String topic, boolean isKey, Schema schema);

  static SubjectNaming of(String key, Object strategy) {
    String name = strategy.toString();
    return switch (name.substring(name.lastIndexOf('.') + 1)) {
      // Confluent 8.3's default falls back to topic names where the registry has no associations.
      case "TopicNameStrategy", "AssociatedNameStrategy" -> TOPIC;
      case "RecordNameStrategy" -> RECORD;
      case "TopicRecordNameStrategy" -> TOPIC_RECORD;
      default -> throw new ConfigException(key, strategy, "allowed: " + VALIDATOR);
    };
  }
}
