package io.ringrift.dataplane.contract.serde;

import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;

/**
 * What the serdes read from Confluent's configuration keys, with Confluent's defaults.
 *
 * @param autoRegister register a schema that the subject lacks
 * @param useLatest write under the id of the subject's newest version
 * @param removeJavaProperties register without {@code avro.java.string} and the like
 * @param naming how subjects are named
 * @param type what to read as; null: the class the writer schema names
 */
record SerdeConfig(
    boolean autoRegister,
    boolean useLatest,
    boolean removeJavaProperties,
    SubjectNaming naming,
    Class<?> type) {

  static SerdeConfig of(Map<String, ?> config, boolean isKey) {
    String side = isKey ? "key" : "value";
    String naming = side + ".subject.name.strategy";
    return new SerdeConfig(
        flag(config, "auto.register.schemas", true),
        flag(config, "use.latest.version", false),
        flag(config, "avro.remove.java.properties", false),
        SubjectNaming.of(naming, config.get(naming)),
        type(config, "specific.avro." + side + ".type"));
  }

  private static boolean flag(Map<String, ?> config, String key, boolean fallback) {
    Object value = config.get(key);
    return value == null
        ? fallback
        : (Boolean) ConfigDef.parseType(key, value, ConfigDef.Type.BOOLEAN);
  }

  private static Class<?> type(Map<String, ?> config, String key) {
    Object value = config.get(key);
    if (value == null) {
      return null;
    }
    try {
      return (Class<?>) ConfigDef.parseType(key, value, ConfigDef.Type.CLASS);
    } catch (ConfigException e) {
      throw new ConfigException(key, value, "needs the class of an Avro specific record");
    }
  }
}
