package io.ringrift.dataplane.contract.serde;

import io.ringrift.dataplane.contract.registry.SchemaRegistry;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/** Makes serdes that share one registry client. */
public final class AvroSerdes implements AutoCloseable {

  private final SchemaRegistry registry;
  private final SerdeConfig config;

  /**
   * @param config Confluent's configuration keys
   */
  public AvroSerdes(Map<String, ?> config) {
    this.registry = SchemaRegistry.open(config);
    this.config = SerdeConfig.of(config, false);
  }

  /** A serde for record values of this type. */
  public <T extends SpecificRecord> Serde<T> forValue(Class<T> type) {
    return Serdes.serdeFrom(
        new AvroSerializer<>(registry, config, false), new AvroDeserializer<>(registry, type));
  }

  @Override
  public void close() {
    registry.close();
  }
}
