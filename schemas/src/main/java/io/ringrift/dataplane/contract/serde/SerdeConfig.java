package io.ringrift.dataplane.contract.serde;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;

/**
 * What one serde reads from the configuration ({@link SerdeKeys}).
 *
 * @param isKey whether it is for record keys
 * @param autoRegister register a schema that the subject lacks
 * @param schemaId write under this id; -1: off
 * @param useLatest write under the id of the subject's newest version
 * @param removeJavaProperties register without {@code avro.java.string} and the like
 * @param naming how subjects are named
 * @param type what to read as; null: the class the writer schema names
 */
record SerdeConfig(
    boolean isKey,
    boolean autoRegister,
    int schemaId,
    boolean useLatest,
    boolean removeJavaProperties,
    SubjectNaming naming,
    Class<?> type) {

  static SerdeConfig of(Map<String, ?> config, boolean isKey) {
    Map<String, Object> ours = new HashMap<>(config);
    ours.keySet().retainAll(SerdeKeys.DEFINITION.names());
    // Kafka allows a class where a class name is meant.
    ours.replaceAll(
        (key, value) ->
            key.endsWith(".strategy") && value instanceof Class<?> type ? type.getName() : value);
    AbstractConfig parsed = new AbstractConfig(SerdeKeys.DEFINITION, ours, false);
    String naming = isKey ? SerdeKeys.KEY_NAMING : SerdeKeys.VALUE_NAMING;
    return new SerdeConfig(
        isKey,
        parsed.getBoolean(SerdeKeys.AUTO_REGISTER),
        parsed.getInt(SerdeKeys.USE_SCHEMA_ID),
        parsed.getBoolean(SerdeKeys.USE_LATEST),
        parsed.getBoolean(SerdeKeys.REMOVE_JAVA_PROPERTIES),
        SubjectNaming.of(naming, parsed.getString(naming)),
        parsed.getClass(isKey ? SerdeKeys.KEY_TYPE : SerdeKeys.VALUE_TYPE));
  }
}
