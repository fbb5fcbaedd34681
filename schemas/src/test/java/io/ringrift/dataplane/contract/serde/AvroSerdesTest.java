package io.ringrift.dataplane.contract.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.TrainingStarted;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AvroSerdesTest {

  @Test
  void readsBackWhatItWrote() {
    try (Topics topics = new Topics(Map.of("schema.registry.url", "mock://serdes"), 3)) {
      Topic<ClusterEvent> events = topics.events();
      ClusterEvent event =
          ClusterEvent.newBuilder()
              .setEventId("e-1")
              .setOccurredAt(Instant.ofEpochMilli(1_700_000_000_000L))
              .setSource("trainer")
              .setPayload(TrainingStarted.newBuilder().setConfigKey("hex8_2p").build())
              .build();

      byte[] bytes = events.value().serializer().serialize(events.name(), event);
      ClusterEvent read = events.value().deserializer().deserialize(events.name(), bytes);

      assertThat(read).isEqualTo(event);
      assertThat(read.getPayload()).isInstanceOf(TrainingStarted.class);
      assertThat(bytes).startsWith(0, 0, 0, 0, 1);
    }
  }
}
