package io.ringrift.dataplane.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.avro.BackpressureActivated;
import io.ringrift.dataplane.avro.BackpressureScope;
import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.HostOnline;
import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.Need;
import io.ringrift.dataplane.avro.NodeKind;
import io.ringrift.dataplane.avro.NodeState;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.avro.Presence;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.avro.TrainingCompleted;
import io.ringrift.dataplane.avro.TrainingStarted;
import io.ringrift.dataplane.avro.Validation;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.streams.codec.ItemCodec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is made of the published tables is what the stages had in their stores. */
class StoreSeedsTest {

  private static final Instant T0 = Instant.parse("2026-11-24T10:00:00Z");

  @TempDir Path stateDir;
  private final Topics topics = new Topics(Map.of("schema.registry.url", "mock://seeds"), 1);
  private final List<ClusterEvent> events = new ArrayList<>();
  private final Map<String, SortedMap<String, String>> seeded = new HashMap<>();
  private TopologyTestDriver driver;
  private Instant now = T0;

  @BeforeEach
  void start() {
    Properties settings = new Properties();
    settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    driver =
        new TopologyTestDriver(
            DataPlaneTopology.build(
                topics,
                StageRuntime.of(() -> now),
                IntakeChecks.none(),
                DataPlaneTopology.Policies.standard(1),
                new NodeStageStatus()),
            settings,
            T0);
  }

  @AfterEach
  void stop() {
    driver.close();
    topics.close();
  }

  @Test
  void givesEachStoreTheEntriesThatItHad() {
    aClusterAtWork();

    seed();

    for (StoreForm<?, ?> form : NodeStage.forms(topics).subList(0, 1)) {
      assertThat(seeded.get(form.name())).isEqualTo(entries(form, ""));
    }
    for (StoreForm<?, ?> form : ItemStores.forms(topics, topics.manifest(), topics.operations())) {
      assertThat(without("S", seeded.get(form.name())))
          .as(form.name())
          .isNotEmpty()
          .isEqualTo(entries(form, "S"));
    }
    for (StoreForm<?, ?> form : DecisionStores.forms(topics, topics.needs())) {
      switch (form.name()) {
        case DecisionStores.SEEN -> assertThat(seeded).doesNotContainKey(form.name());
        // Looked at again at once, and changed at another time: the keys have to be the same.
        case DecisionStores.NEEDS, DecisionStores.ROWS ->
            assertThat(seeded.get(form.name()).keySet()).isEqualTo(entries(form, "").keySet());
        default ->
            assertThat(without("TV", seeded.get(form.name())))
                .as(form.name())
                .isNotEmpty()
                .isEqualTo(entries(form, "TV"));
      }
    }
  }

  private void aClusterAtWork() {
    for (String node : List.of("gpu-1", "gpu-2")) {
      event(
          new HostOnline(
              node, NodeKind.HOST, "lambda", null, "r1", List.of("training"), "http://" + node));
    }
    event(new BackpressureActivated(BackpressureScope.NODE, "gpu-9", "full"));
    has("gpu-1", "npz/hex8_2p/1.npz", 1);
    has("gpu-1", "npz/hex8_2p/2.npz", 2);
    has("gpu-2", "npz/square8_2p/1.npz", 1);
    event(new TrainingStarted("hex8_2p", "gpu-2", "job-1"));
    event(new TrainingStarted("square8_2p", "gpu-1", "job-2"));
    event(new TrainingCompleted("square8_2p", "gpu-1", "job-2"));
    event(new TrainingStarted("hexagonal_2p", "gpu-2", "job-3"));
    pass(Duration.ofSeconds(5));
    assertThat(this.<OperationStatus>values(ItemStores.OPERATIONS)).hasSizeGreaterThan(1);
  }

  private void seed() {
    StoreSeeds seeds =
        new StoreSeeds(
            topics,
            DataPlaneTopology.Policies.standard(1),
            now,
            (store, partition, key, value) ->
                seeded
                    .computeIfAbsent(store, name -> new TreeMap<>())
                    .compute(text(key), (name, before) -> value == null ? null : text(value)));
    this.<NodeState>values(NodeStage.NODES).forEach(seeds::node);
    this.<OperationStatus>values(ItemStores.OPERATIONS).forEach(seeds::operation);
    this.<Need>values(DecisionStores.NEEDS).forEach(seeds::need);
    events.stream()
        .filter(StoreSeeds::remembers)
        .forEach(event -> seeds.event(event, event.getOccurredAt()));
    this.<ManifestItem>values(ItemStores.MANIFEST)
        .forEach(row -> assertThat(seeds.row(ItemCodec.toModel(row).item())).isEqualTo(row));
    seeds.finish();
  }

  private <V> List<V> values(String store) {
    List<V> values = new ArrayList<>();
    try (KeyValueIterator<String, V> all = driver.<String, V>getKeyValueStore(store).all()) {
      all.forEachRemaining(entry -> values.add(entry.value));
    }
    return values;
  }

  /** Entries of a store, but for those of some kinds. */
  private <K, V> SortedMap<String, String> entries(StoreForm<K, V> form, String kinds) {
    SortedMap<String, String> entries = new TreeMap<>();
    KeyValueStore<K, V> store = driver.getKeyValueStore(form.name());
    try (KeyValueIterator<K, V> all = store.all()) {
      while (all.hasNext()) {
        KeyValue<K, V> entry = all.next();
        entries.put(
            text(form.keys().serializer().serialize(form.name(), entry.key)),
            text(form.values().serializer().serialize(form.name(), entry.value)));
      }
    }
    return form.name().endsWith("-index") ? without(kinds, entries) : entries;
  }

  private static SortedMap<String, String> without(
      String kinds, SortedMap<String, String> entries) {
    SortedMap<String, String> others = new TreeMap<>(entries);
    others.keySet().removeIf(key -> key.length() > 0 && kinds.indexOf(key.charAt(0)) >= 0);
    return others;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private void event(Object payload) {
    ClusterEvent event = new ClusterEvent("event-" + events.size(), now, "test", payload);
    events.add(event);
    pipe(topics.events(), "any", event);
  }

  private void has(String nodeId, String itemId, long sequence) {
    pipe(
        topics.inventory(),
        itemId,
        ReplicaReport.newBuilder()
            .setNodeId(nodeId)
            .setItemId(itemId)
            .setItemType(ItemType.NPZ)
            .setConfigKey(itemId.split("/")[1])
            .setBoot(1)
            .setSequence(sequence)
            .setPresence(Presence.PRESENT)
            .setSha256("%064x".formatted(sequence))
            .setSizeBytes(1_000)
            .setPath("/data/" + itemId)
            .setValidation(Validation.VALID)
            .setContentTime(now)
            .setSampleCount(5_000L)
            .setQualityScore(0.9)
            .setObservedAt(now)
            .build());
  }

  private <V> void pipe(Topic<V> topic, String key, V value) {
    driver
        .createInputTopic(topic.name(), new StringSerializer(), topic.value().serializer())
        .pipeInput(new TestRecord<>(key, value, now));
    pass(Duration.ofMillis(500));
  }

  private void pass(Duration time) {
    now = now.plus(time);
    driver.advanceWallClockTime(time);
  }
}
