package io.ringrift.dataplane.contract.serde;

import java.util.Locale;
import org.apache.avro.Schema;
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

  abstract String subject(String topic, boolean isKey, Schema schema);

  /** Confluent 8.3's default, AssociatedNameStrategy, falls back to topic names, as here. */
  static SubjectNaming of(String key, Object strategy) {
    if (strategy == null) {
      return TOPIC;
    }
    String name =
        strategy instanceof Class<?> type ? type.getSimpleName() : strategy.toString().strip();
    switch (name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT)) {
      case "topicnamestrategy":
      case "associatednamestrategy":
        return TOPIC;
      case "recordnamestrategy":
        return RECORD;
      case "topicrecordnamestrategy":
        return TOPIC_RECORD;
      default:
        throw new ConfigException(
            key,
            strategy,
            "allowed: TopicNameStrategy, RecordNameStrategy, TopicRecordNameStrategy");
    }
  }
}
