package io.ringrift.dataplane.contract.config;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;

/** Settings that every process of the data plane has. */
public final class CommonSettings {

  public static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
  public static final String SCHEMA_REGISTRY_URL = "schema.registry.url";
  public static final String SERDE = "serde";
  public static final String TOPICS_PARTITIONS = "topics.partitions";

  private CommonSettings() {}

  /** A fresh definition of them, to which a process adds its own. */
  public static ConfigDef definition() {
    return new ConfigDef()
        .define(
            BOOTSTRAP_SERVERS,
            ConfigDef.Type.LIST,
            "127.0.0.1:9092",
            ConfigDef.ValidList.anyNonDuplicateValues(false, false),
            Importance.HIGH,
            "Brokers to connect to first, host:port.")
        .define(
            SCHEMA_REGISTRY_URL,
            ConfigDef.Type.LIST,
            "http://127.0.0.1:8081",
            ConfigDef.ValidList.anyNonDuplicateValues(false, false),
            Importance.HIGH,
            "Schema registries, tried in this order; a path prefix is kept.")
        .define(
            SERDE,
            ConfigDef.Type.STRING,
            "auto",
            ConfigDef.ValidString.in("auto", "builtin", "confluent"),
            Importance.LOW,
            "Which Avro serde: ours (builtin), Confluent's, or Confluent's if its jar is there (auto).")
        .define(
            TOPICS_PARTITIONS,
            ConfigDef.Type.INT,
            3,
            ConfigDef.Range.between(1, 1000),
            Importance.MEDIUM,
            "Partitions of the topics that are spread; fixed for life.");
  }
}
