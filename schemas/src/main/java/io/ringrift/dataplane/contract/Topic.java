package io.ringrift.dataplane.contract;

import java.util.Objects;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * One topic of the catalogue. Keys are plain UTF-8 strings, never Avro: a schema id in the key
 * would move it to another partition.
 *
 * @param name full name, e.g. {@code dataplane.manifest}
 * @param value serde of the value
 * @param policy layout on the brokers
 * @param use who uses it and for what
 */
public record Topic<V>(String name, Serde<V> value, TopicPolicy policy, TopicUse use) {

  public Topic {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(use, "use");
  }

  /** Serde of the key. */
  public Serde<String> key() {
    return Serdes.String();
  }

  @Override
  public String toString() {
    return name;
  }
}
