package io.ringrift.dataplane.contract.serde;

import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;

/**
 * Confluent's own serializer and deserializer, where their jar is on the class path. They are not
 * to be had from Maven Central, so they are loaded by name.
 *
 * @param serializer class name
 * @param deserializer class name
 */
record ConfluentSerdes(String serializer, String deserializer) {

  static final ConfluentSerdes GENUINE =
      new ConfluentSerdes(
          "io.confluent.kafka.serializers.KafkaAvroSerializer",
          "io.confluent.kafka.serializers.KafkaAvroDeserializer");

  boolean present() {
    try {
      Utils.loadClass(serializer, Serializer.class);
      Utils.loadClass(deserializer, Deserializer.class);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  <T extends SpecificRecord> Serde<T> forValue(Class<T> type, Map<String, ?> config) {
    Map<String, Object> own = new HashMap<>(config);
    own.put("specific.avro.reader", true);
    own.put(SerdeKeys.VALUE_TYPE, type);
    Serializer<Object> writes = make(serializer, Serializer.class);
    writes.configure(own, false);
    Deserializer<Object> reads = make(deserializer, Deserializer.class);
    reads.configure(own, false);
    return Serdes.serdeFrom(
        (topic, record) -> writes.serialize(topic, record),
        new ConfluentDeserializer<>(reads, type));
  }

  /** The cast is unchecked: Confluent's classes take and give objects. */
  @SuppressWarnings("unchecked")
  private static <S> S make(String name, Class<? super S> kind) {
    try {
      return (S) Utils.newInstance(name, kind);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("class " + name + " was there a moment ago", e);
    }
  }
}
