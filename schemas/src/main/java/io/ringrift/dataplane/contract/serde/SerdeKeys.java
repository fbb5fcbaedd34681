package io.ringrift.dataplane.contract.serde;

import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;

/** The configuration keys of the serdes: Confluent's, and {@code serde}, which is ours. */
public final class SerdeKeys {

  public static final String SERDE = "serde";
  public static final String REMOVE_JAVA_PROPERTIES = "avro.remove.java.properties";
  static final String AUTO_REGISTER = "auto.register.schemas";
  static final String USE_SCHEMA_ID = "use.schema.id";
  static final String USE_LATEST = "use.latest.version";
  static final String KEY_NAMING = "key.subject.name.strategy";
  static final String VALUE_NAMING = "value.subject.name.strategy";
  static final String KEY_TYPE = "specific.avro.key.type";
  static final String VALUE_TYPE = "specific.avro.value.type";

  /** All of them, with their defaults; the reference page is made from it. */
  public static final ConfigDef DEFINITION =
      new ConfigDef()
          .define(
              SERDE,
              ConfigDef.Type.STRING,
              "auto",
              ValidString.in("auto", "builtin", "confluent"),
              Importance.MEDIUM,
              "builtin: ours. confluent: Confluent's kafka-avro-serializer, which has to be on the"
                  + " class path. auto: Confluent's if it is there. The choice is logged.")
          .define(
              AUTO_REGISTER,
              ConfigDef.Type.BOOLEAN,
              true,
              Importance.MEDIUM,
              "Register a schema that its subject lacks. false: it has to be there.")
          .define(
              USE_SCHEMA_ID,
              ConfigDef.Type.INT,
              -1,
              Range.atLeast(-1),
              Importance.LOW,
              "With auto.register.schemas=false: write under this id, if its schema is the one"
                  + " written. -1: off.")
          .define(
              USE_LATEST,
              ConfigDef.Type.BOOLEAN,
              false,
              Importance.LOW,
              "With auto.register.schemas=false: write under the id of the newest version, if it"
                  + " is the schema written.")
          .define(
              REMOVE_JAVA_PROPERTIES,
              ConfigDef.Type.BOOLEAN,
              false,
              Importance.LOW,
              "Register without avro.java.string and the like. The topic catalogue sets it, so that"
                  + " the registry holds what stands in the .avsc files.")
          .define(
              KEY_NAMING,
              ConfigDef.Type.STRING,
              SubjectNaming.DEFAULT,
              SubjectNaming.VALIDATOR,
              Importance.LOW,
              "How the subject of a key is named.")
          .define(
              VALUE_NAMING,
              ConfigDef.Type.STRING,
              SubjectNaming.DEFAULT,
              SubjectNaming.VALIDATOR,
              Importance.LOW,
              "How the subject of a value is named: TopicNameStrategy, RecordNameStrategy or"
                  + " TopicRecordNameStrategy, with or without Confluent's package.")
          .define(
              KEY_TYPE,
              ConfigDef.Type.CLASS,
              null,
              Importance.LOW,
              "Class to read keys as; unset: the one that the writer's schema names.")
          .define(
              VALUE_TYPE,
              ConfigDef.Type.CLASS,
              null,
              Importance.LOW,
              "Class to read values as; unset: the one that the writer's schema names.");

  private SerdeKeys() {}
}
