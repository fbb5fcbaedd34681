package io.ringrift.dataplane.streams.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.TrainingStarted;
import io.ringrift.dataplane.contract.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LetterContentTest {
  private final Topics topics = new Topics(Map.of("schema.registry.url", "mock://letters"), 1);

  @AfterEach
  void close() {
    topics.close();
  }

  @Test
  void showsAnAvroRecordAsJson() {
    ClusterEvent event =
        new ClusterEvent("", Instant.EPOCH, "test", new TrainingStarted("hex8_2p", null, null));

    LetterContent content = content(topics.events().name(), bytes(event));

    assertThat(content.form()).isEqualTo("avro");
    assertThat(content.value().at("/payload/config_key").asText()).isEqualTo("hex8_2p");
    assertThat(content.remark()).isNull();
  }

  @Test
  void showsJsonAndTextWithTheReasonWhyTheyAreNoMore() {
    assertThat(content(topics.eventsJson().name(), utf8("{\"event\": 1}")))
        .isEqualTo(
            new LetterContent(
                "json",
                content(topics.eventsJson().name(), utf8("{\"event\": 1}")).value(),
                "{\n  \"event\" : 1\n}",
                null));
    assertThat(content(topics.eventsJson().name(), utf8("{\"event\": ")).form()).isEqualTo("text");
    assertThat(content(topics.eventsJson().name(), utf8("{\"event\": ")).remark())
        .contains("Unexpected end-of-input");
    assertThat(content(topics.events().name(), utf8("{\"event\": 1}")).remark())
        .isEqualTo("magic byte is 123, allowed: 0 or 1");
  }

  @Test
  void showsOtherBytesInHexWithTheirSchemaId() {
    LetterContent content = content(topics.events().name(), new byte[] {0, 0, 0, 1, 2, -1, 7});

    assertThat(content.form()).isEqualTo("bytes");
    assertThat(content.text()).isEqualTo("00 00 00 01 02 ff 07\nframed: schema id 258");
    assertThat(content.remark()).isNotEmpty();
    assertThat(content("elsewhere", new byte[300]).text()).contains("... (300 bytes)");
    assertThat(content("elsewhere", null).form()).isEqualTo("none");
  }

  private LetterContent content(String topic, byte[] value) {
    ConsumerRecord<byte[], byte[]> record = new ConsumerRecord<>("letters", 0, 0, null, value);
    record.headers().add(LetterHeaders.TOPIC, utf8(topic));
    return LetterContent.of(new Letter(record, Optional.empty()), topics);
  }

  private byte[] bytes(ClusterEvent event) {
    return topics.events().value().serializer().serialize(topics.events().name(), event);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
