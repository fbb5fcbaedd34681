package io.ringrift.dataplane.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.BackpressureActivated;
import io.ringrift.dataplane.avro.BackpressureScope;
import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.HostOffline;
import io.ringrift.dataplane.avro.HostOnline;
import io.ringrift.dataplane.avro.ModelPromoted;
import io.ringrift.dataplane.avro.NeedOutcome;
import io.ringrift.dataplane.avro.NpzExportComplete;
import io.ringrift.dataplane.avro.Outcome;
import io.ringrift.dataplane.avro.SelfplayComplete;
import io.ringrift.dataplane.avro.TrainingStarted;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventStageTest {

  private static final Instant T = Instant.parse("2026-11-24T08:00:00Z");

  private final Topics topics = new Topics(Map.of("schema.registry.url", "mock://event-stage"), 1);
  private final StageRuntime runtime = StageRuntime.of(InstantSource.fixed(T));
  private TopologyTestDriver driver;
  private TestInputTopic<byte[], byte[]> events;

  @BeforeEach
  void start() {
    Topology topology = new Topology();
    EventStage.addTo(
        topology,
        topics,
        runtime,
        (event, logTime) ->
            event.getSource().isEmpty()
                ? Optional.of(new Refusal("invalid_event", "source is empty"))
                : Optional.empty());
    driver = new TopologyTestDriver(topology, new Properties(), T);
    events =
        driver.createInputTopic(
            topics.events().name(), new ByteArraySerializer(), new ByteArraySerializer());
  }

  @AfterEach
  void stop() {
    driver.close();
    topics.close();
  }

  @Test
  void sendsAnExportToItsItemOnlySinceTheRuleRunsOnTheValidatedRow() {
    ClusterEvent event =
        event(new NpzExportComplete("hex8_2p", "gpu-1", "npz/a.npz", null, 5L, 9L, 0.7, T));

    send("any", event);

    assertThat(read(topics.itemEvents())).containsExactly(record("npz/a.npz", event));
    assertThat(read(topics.decisionEvents())).isEmpty();
    assertThat(read(topics.nodeEvents())).isEmpty();
  }

  @Test
  void leavesGamesWithoutAnItemIdToTheAgentThatFindsThem() {
    send(null, event(new SelfplayComplete("hex8_2p", "gpu-1", null, 5L, "/data/a.db")));

    assertThat(read(topics.itemEvents())).isEmpty();
    assertThat(read(topics.decisionEvents())).isEmpty();
    assertThat(runtime.deadLetters().counts()).isEmpty();
  }

  @Test
  void sendsAPromotionToItsItemAndToItsConfig() {
    send(null, event(new ModelPromoted("hex8_2p", null, "models/a.pth", null, 1600.0)));

    assertThat(keys(topics.itemEvents())).containsExactly("models/a.pth");
    assertThat(keys(topics.decisionEvents())).containsExactly("hex8_2p");
  }

  @Test
  void sendsANeedToItsConfigOnly() {
    send(null, event(new TrainingStarted("hex8_2p", null, "job-1")));

    assertThat(keys(topics.decisionEvents())).containsExactly("hex8_2p");
    assertThat(read(topics.itemEvents())).isEmpty();
  }

  @Test
  void sendsHostEventsByNode() {
    send(null, event(new HostOnline("gpu-1", null, null, null, null, null, null)));
    send(null, event(new HostOffline("gpu-2", "spot reclaimed", false)));

    assertThat(keys(topics.nodeEvents())).containsExactly("gpu-1", "gpu-2");
    assertThat(read(topics.decisionEvents())).isEmpty();
  }

  @Test
  void sendsBackpressureToTheItemsStage() {
    send(null, event(new BackpressureActivated(BackpressureScope.CLUSTER, null, "disk")));

    assertThat(keys(topics.itemEvents())).containsExactly("backpressure");
  }

  @Test
  void putsWhatCannotBeDecodedAsideWithTheReasonAndGoesOn() {
    byte[] junk = "{\"event\":\"TRAINING_STARTED\"}".getBytes(StandardCharsets.UTF_8);
    events.pipeInput(new TestRecord<>("k".getBytes(StandardCharsets.UTF_8), junk, T));
    send(null, event(new TrainingStarted("hex8_2p", null, null)));

    List<TestRecord<byte[], byte[]>> letters = letters();
    assertThat(letters).hasSize(1);
    assertThat(letters.get(0).value()).isEqualTo(junk);
    assertThat(letters.get(0).key()).isEqualTo("k".getBytes(StandardCharsets.UTF_8));
    Headers headers = letters.get(0).headers();
    assertThat(header(headers, "dataplane.error")).isEqualTo("not_framed");
    assertThat(header(headers, "dataplane.cause")).isEqualTo("magic byte is 123, allowed: 0 or 1");
    assertThat(header(headers, "dataplane.topic")).isEqualTo("dataplane.events");
    assertThat(header(headers, "dataplane.partition")).isEqualTo("0");
    assertThat(header(headers, "dataplane.offset")).isEqualTo("0");
    assertThat(header(headers, "dataplane.timestamp")).isEqualTo(Long.toString(T.toEpochMilli()));
    assertThat(header(headers, "dataplane.stage")).isEqualTo("events");
    assertThat(keys(topics.decisionEvents())).containsExactly("hex8_2p");
  }

  @Test
  void putsASchemaIdThatTheRegistryDoesNotKnowAside() {
    events.pipeInput(null, new byte[] {0, 0, 1, 0, 0, 42});

    assertThat(header(letters().get(0).headers(), "dataplane.error")).isEqualTo("unknown_schema");
  }

  @Test
  void putsARecordOfAnotherTypeAside() {
    byte[] other =
        topics
            .needOutcomes()
            .value()
            .serializer()
            .serialize(
                topics.needOutcomes().name(),
                new NeedOutcome(
                    "n", "hex8_2p", "i", "s", "t", Outcome.MET, "transferred", null, T));
    events.pipeInput(null, other);

    assertThat(header(letters().get(0).headers(), "dataplane.error")).isEqualTo("other_type");
  }

  @Test
  void putsATruncatedRecordAside() {
    byte[] whole = bytes(event(new TrainingStarted("hex8_2p", null, null)));
    events.pipeInput(null, Arrays.copyOf(whole, whole.length - 4));

    assertThat(header(letters().get(0).headers(), "dataplane.error")).isEqualTo("malformed");
  }

  @Test
  void putsAnEventThatTheCheckRefusesAside() {
    ClusterEvent event = event(new TrainingStarted("hex8_2p", null, null));
    event.put("source", "");

    send(null, event);

    Headers headers = letters().get(0).headers();
    assertThat(header(headers, "dataplane.error")).isEqualTo("invalid_event");
    assertThat(header(headers, "dataplane.cause")).isEqualTo("source is empty");
    assertThat(read(topics.decisionEvents())).isEmpty();
  }

  @Test
  void putsARecordWithoutValueAside() {
    events.pipeInput(new TestRecord<>("k".getBytes(StandardCharsets.UTF_8), null, T));

    assertThat(header(letters().get(0).headers(), "dataplane.error")).isEqualTo("no_value");
  }

  @Test
  void countsDeadLettersByCode() {
    events.pipeInput(null, new byte[] {9});
    events.pipeInput(null, new byte[] {9});
    events.pipeInput(new TestRecord<>("k".getBytes(StandardCharsets.UTF_8), null, T));

    assertThat(runtime.deadLetters().counts())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                new DeadLetterCounters.Key("events", "not_framed"),
                2L,
                new DeadLetterCounters.Key("events", "no_value"),
                1L));
  }

  @Test
  void keepsTheLogTimeOfTheEvent() {
    events.pipeInput(
        null, bytes(event(new TrainingStarted("hex8_2p", null, null))), T.plusSeconds(5));

    TestOutputTopic<String, ClusterEvent> out =
        driver.createOutputTopic(
            topics.decisionEvents().name(),
            new StringDeserializer(),
            topics.decisionEvents().value().deserializer());
    assertThat(out.readRecord().getRecordTime()).isEqualTo(T.plusSeconds(5));
  }

  private static ClusterEvent event(Object payload) {
    return new ClusterEvent("e-1", T, "test", payload);
  }

  private void send(String key, ClusterEvent event) {
    events.pipeInput(key == null ? null : key.getBytes(StandardCharsets.UTF_8), bytes(event), T);
  }

  private byte[] bytes(ClusterEvent event) {
    return topics.events().value().serializer().serialize(topics.events().name(), event);
  }

  private static Map.Entry<String, ClusterEvent> record(String key, ClusterEvent event) {
    return Map.entry(key, event);
  }

  private List<Map.Entry<String, ClusterEvent>> read(Topic<ClusterEvent> topic) {
    return driver
        .createOutputTopic(topic.name(), new StringDeserializer(), topic.value().deserializer())
        .readRecordsToList()
        .stream()
        .map(each -> Map.entry(each.key(), each.value()))
        .toList();
  }

  private List<String> keys(Topic<ClusterEvent> topic) {
    return read(topic).stream().map(Map.Entry::getKey).toList();
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
