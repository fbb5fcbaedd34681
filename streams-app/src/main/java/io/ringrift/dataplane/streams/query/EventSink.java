package io.ringrift.dataplane.streams.query;

import io.ringrift.dataplane.avro.ClusterEvent;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Where posted events go. */
@FunctionalInterface
public interface EventSink {

  /**
   * Sends one; the future is done when all in-sync replicas have it, and fails after some seconds
   * without.
   */
  Future<RecordMetadata> publish(String key, ClusterEvent event);
}
