package io.ringrift.dataplane.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.HostOffline;
import io.ringrift.dataplane.avro.HostOnline;
import io.ringrift.dataplane.avro.TrainingStarted;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.streams.deadletter.LetterHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LooseEventStageTest {

  private static final Instant T = Instant.parse("2026-11-24T08:00:00Z");

  private final Topics topics = new Topics(Map.of("schema.registry.url", "mock://loose"), 1);
  private final StageRuntime runtime = StageRuntime.of(InstantSource.fixed(T));
  private TopologyTestDriver driver;

  @BeforeEach
  void start() {
    Topology topology =
        DataPlaneTopology.build(
            topics,
            runtime,
            IntakeChecks.standard(),
            DataPlaneTopology.Policies.standard(1),
            new NodeStageStatus());
    driver = new TopologyTestDriver(topology, new Properties(), T);
  }

  @AfterEach
  void stop() {
    driver.close();
    topics.close();
  }

  @Test
  void writesALooseEventToTheHistoryAndTheStagesActOnIt() {
    send("{\"event\": \"training_start\", \"config\": \"sq8_2p\", \"epochs\": 5}");

    TestRecord<String, ClusterEvent> written = events().get(0);
    assertThat(written.key()).isEqualTo("square8_2p");
    assertThat(written.value())
        .isEqualTo(
            new ClusterEvent(
                "dataplane.events.json:0:0",
                T,
                "unknown",
                new TrainingStarted("square8_2p", null, null)));
    assertThat(header(written.headers(), LooseEventProcessor.ORIGIN))
        .isEqualTo("dataplane.events.json:0:0");
    assertThat(header(written.headers(), LooseEventProcessor.IGNORED)).isEqualTo("epochs");
    assertThat(written.headers().lastHeader(LooseEventProcessor.NOTES)).isNull();
    assertThat(
            driver
                .createOutputTopic(
                    topics.decisionEvents().name(),
                    new StringDeserializer(),
                    topics.decisionEvents().value().deserializer())
                .readKeyValuesToList())
        .extracting(each -> each.key)
        .containsExactly("square8_2p");
  }

  @Test
  void knowsANodeByItsAddressOnceTheNodeTableHasIt() {
    send("{\"event\": \"HOST_OFFLINE\", \"host\": \"10.0.0.5\"}");
    send(
        "{\"event\": \"HOST_ONLINE\", \"node_id\": \"gpu-1\","
            + " \"endpoint\": \"http://10.0.0.5:7001\"}");
    send("{\"event\": \"HOST_OFFLINE\", \"host\": \"10.0.0.5\", \"reason\": \"gone\"}");

    assertThat(events())
        .extracting(each -> each.value().getPayload())
        .containsExactly(
            new HostOnline("gpu-1", null, null, null, null, null, "http://10.0.0.5:7001"),
            new HostOffline("gpu-1", "gone", false));
    assertThat(letters()).singleElement().satisfies(this::blamesTheAddress);
  }

  private void blamesTheAddress(TestRecord<byte[], byte[]> letter) {
    assertThat(header(letter.headers(), LetterHeaders.ERROR)).isEqualTo("missing_field");
    assertThat(header(letter.headers(), LetterHeaders.CAUSE))
        .startsWith(
            "node_id is missing (host '10.0.0.5', an address that no known node has), allowed: a"
                + " node's id");
    assertThat(header(letter.headers(), LetterHeaders.TOPIC)).isEqualTo("dataplane.events.json");
    assertThat(header(letter.headers(), LetterHeaders.STAGE)).isEqualTo("intake");
  }

  @Test
  void putsAsideWhatIsNoEventAndGoesOn() {
    send("{\"event\": \"HOST_OFFLINE\", ");
    send("{\"event\": \"HOST_OFFLINE\", \"node_id\": \"a\", \"node_id\": \"b\"}");
    send("");
    send("[]");
    send(null);
    send("{\"event\": \"HOST_OFFLINE\", \"node_id\": \"no token\"}");
    send("{\"event\": \"HOST_OFFLINE\", \"node_id\": \"a\", \"ts\": \"2026-11-24T09:00:00Z\"}");
    send("{\"event\": \"HOST_OFFLINE\", \"node_id\": \"a\"}");

    assertThat(letters())
        .extracting(each -> header(each.headers(), LetterHeaders.ERROR))
        .containsExactly(
            "not_json",
            "not_json",
            "not_an_event",
            "not_an_event",
            "no_value",
            "invalid_field",
            "invalid_field");
    assertThat(events()).hasSize(1);
  }

  @Test
  void countsWhatItTookAndWhatItRefused() {
    send("{\"event\": \"HOST_OFFLINE\", \"node_id\": \"a\"}");
    send("{\"event\": \"HOST_OFFLINE\"}");
    send("{\"event\": \"HOST_OFFLINE\"}");

    assertThat(runtime.intake().counts())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                new IntakeCounters.Key(IntakeCounters.Way.TOPIC, true, "HOST_OFFLINE"), 1L,
                new IntakeCounters.Key(IntakeCounters.Way.TOPIC, false, "missing_field"), 2L));
    assertThat(runtime.deadLetters().counts())
        .containsEntry(new DeadLetterCounters.Key("intake", "missing_field"), 2L);
  }

  private void send(String json) {
    driver
        .createInputTopic(
            topics.eventsJson().name(), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(
            new TestRecord<>(null, json == null ? null : json.getBytes(StandardCharsets.UTF_8), T));
  }

  private List<TestRecord<String, ClusterEvent>> events() {
    return driver
        .createOutputTopic(
            topics.events().name(),
            new StringDeserializer(),
            topics.events().value().deserializer())
        .readRecordsToList();
  }

  private List<TestRecord<byte[], byte[]>> letters() {
    return driver
        .createOutputTopic(
            topics.deadLetters().name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  private static String header(Headers headers, String name) {
    return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
  }
}
