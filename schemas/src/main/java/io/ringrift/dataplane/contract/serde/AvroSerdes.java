package io.ringrift.dataplane.contract.serde;

import io.ringrift.dataplane.contract.registry.RegistryKeys;
import io.ringrift.dataplane.contract.registry.SchemaRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes serdes for record values: ours, which share one registry client, or Confluent's, as {@code
 * serde=auto|builtin|confluent} says. Both write the same bytes and take the same configuration.
 *
 * <p>Either way a deserializer throws {@link UndecodableRecordException} for bytes that will never
 * be readable, and something else when that can't be told.
 */
public final class AvroSerdes implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(AvroSerdes.class);

  private final Map<String, Object> config;
  private final ConfluentSerdes confluent;
  private final SchemaRegistry registry;

  /**
   * @param config Confluent's configuration keys ({@link RegistryKeys}, {@link SerdeKeys}); others
   *     are left alone
   */
  public AvroSerdes(Map<String, ?> config) {
    this.config = new HashMap<>(config);
    String choice = choice(config);
    boolean confluentIsThere = ConfluentSerdes.GENUINE.present();
    if (choice.equals("confluent") && !confluentIsThere) {
      throw new ConfigException(
          SerdeKeys.SERDE, choice, "io.confluent:kafka-avro-serializer is not on the class path");
    }
    boolean useConfluent = !choice.equals("builtin") && confluentIsThere;
    confluent = useConfluent ? ConfluentSerdes.GENUINE : null;
    registry = useConfluent ? null : SchemaRegistry.open(config);
    LOG.info(
        "Avro serde: {} ({}={}), registry {}",
        useConfluent ? "Confluent's" : "builtin",
        SerdeKeys.SERDE,
        choice,
        registry == null ? config.get(RegistryKeys.URL) : registry);
  }

  /** A serde for record values of this type. */
  public <T extends SpecificRecord> Serde<T> forValue(Class<T> type) {
    if (confluent != null) {
      return confluent.forValue(type, config);
    }
    return Serdes.serdeFrom(
        new AvroSerializer<>(registry, SerdeConfig.of(config, false)),
        new AvroDeserializer<>(registry, type));
  }

  @Override
  public void close() {
    if (registry != null) {
      registry.close();
    }
  }

  private static String choice(Map<String, ?> config) {
    Map<String, Object> only = new HashMap<>(config);
    only.keySet().retainAll(Set.of(SerdeKeys.SERDE));
    return new AbstractConfig(SerdeKeys.DEFINITION, only, false).getString(SerdeKeys.SERDE);
  }
}
