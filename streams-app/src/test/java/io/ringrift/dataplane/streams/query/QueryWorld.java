package io.ringrift.dataplane.streams.query;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.NodeHeartbeat;
import io.ringrift.dataplane.avro.NodeKind;
import io.ringrift.dataplane.avro.Presence;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.avro.SourceState;
import io.ringrift.dataplane.avro.Validation;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.streams.deadletter.LetterLog;
import io.ringrift.dataplane.streams.decision.item.EvictionDesk;
import io.ringrift.dataplane.streams.decision.item.ItemPolicy;
import io.ringrift.dataplane.streams.replay.kafka.TimeTravel;
import io.ringrift.dataplane.streams.schedule.NodeLimits;
import io.ringrift.dataplane.streams.topology.DataPlaneTopology;
import io.ringrift.dataplane.streams.topology.IntakeChecks;
import io.ringrift.dataplane.streams.topology.NodeStageStatus;
import io.ringrift.dataplane.streams.topology.StageRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** The four stages in the driver, with the stores they fill, for queries to read. */
final class QueryWorld implements Tables, Past, Vitals, EventSink, AutoCloseable {

  static final Instant T = Instant.parse("2026-11-24T08:00:00Z");

  final Topics topics = new Topics(Map.of("schema.registry.url", "mock://query"), 1);
  final StageRuntime runtime = StageRuntime.of(this::now);
  final NodeStageStatus status = new NodeStageStatus();
  private final TopologyTestDriver driver;
  private final List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
  private Instant now = T;
  private long sequence;
  Optional<String> registryFault = Optional.empty();
  Optional<String> kafkaFault = Optional.empty();
  String state = "RUNNING";
  Coverage coverage = new Coverage(1, 1);

  QueryWorld(Path stateDir) {
    Properties settings = new Properties();
    settings.put(StreamsConfig.STATE_DIR_CONFIG, stateDir.toString());
    driver =
        new TopologyTestDriver(
            DataPlaneTopology.build(
                topics,
                runtime,
                IntakeChecks.standard(),
                DataPlaneTopology.Policies.standard(1),
                status),
            settings,
            T);
  }

  /** A server at a free port that answers from these stores. */
  QueryServer serve() throws IOException {
    return QueryServer.start(
        new QueryServer.Options("127.0.0.1", 0, 2),
        this,
        this,
        this,
        status,
        runtime,
        new QueryServer.Rules(
            new EvictionDesk(ItemPolicy.standard(), node -> false), NodeLimits.STANDARD),
        new QueryServer.Door(topics, this));
  }

  private Instant now() {
    return now;
  }

  void event(String eventId, Object payload) {
    pipe(topics.events(), "any", new ClusterEvent(eventId, now, "trainer", payload));
  }

  void junk() {
    driver
        .createInputTopic(
            topics.events().name(), new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(new TestRecord<>(new byte[] {1}, new byte[] {7}, now));
  }

  void heartbeat(String nodeId, String rack) {
    pipe(
        topics.heartbeats(),
        nodeId,
        NodeHeartbeat.newBuilder()
            .setNodeId(nodeId)
            .setBoot(1)
            .setSequence(++sequence)
            .setKind(NodeKind.HOST)
            .setProvider("lambda")
            .setRack(rack)
            .setRoles(List.of("training"))
            .setEndpoint("http://" + nodeId + ":7001")
            .setReceives(List.of())
            .setTransports(List.of("p2p_http"))
            .setDataRoot("/data")
            .setDiskTotalBytes(1_000_000_000)
            .setDiskFreeBytes(900_000_000)
            .setActiveTransfers(0)
            .setMaxTransfers(10)
            .setSource(
                SourceState.newBuilder()
                    .setRefreshedAt(now)
                    .setItems(3)
                    .setWaiting(0)
                    .setUnreported(0)
                    .setUnknownFiles(2)
                    .build())
            .build());
  }

  void npz(String nodeId, String itemId, double quality) {
    pipe(
        topics.inventory(),
        itemId,
        ReplicaReport.newBuilder()
            .setNodeId(nodeId)
            .setItemId(itemId)
            .setItemType(ItemType.NPZ)
            .setConfigKey("hex8_2p")
            .setBoot(1)
            .setSequence(++sequence)
            .setPresence(Presence.PRESENT)
            .setSha256("ab".repeat(32))
            .setSizeBytes(1000)
            .setPath("/data/" + itemId)
            .setValidation(Validation.VALID)
            .setContentTime(now)
            .setSampleCount(5000L)
            .setQualityScore(quality)
            .setObservedAt(now)
            .build());
  }

  void pass(Duration time) {
    now = now.plus(time);
    driver.advanceWallClockTime(time);
  }

  <V> void pipe(Topic<V> topic, String key, V value) {
    driver
        .createInputTopic(topic.name(), new StringSerializer(), topic.value().serializer())
        .pipeInput(new TestRecord<>(key, value, now));
    pass(Duration.ofMillis(200));
  }

  @Override
  public Future<RecordMetadata> publish(String key, ClusterEvent event) {
    if (kafkaFault.isPresent()) {
      return CompletableFuture.failedFuture(new TimeoutException(kafkaFault.get()));
    }
    pipe(topics.events(), key, event);
    return CompletableFuture.completedFuture(
        new RecordMetadata(new TopicPartition(topics.events().name(), 0), 7, 0, 0, 0, 0));
  }

  @Override
  public <V> ReadOnlyKeyValueStore<String, V> table(String name) {
    return driver.getKeyValueStore(name);
  }

  @Override
  public KeyValueStore<byte[], byte[]> index(String name) {
    return driver.getKeyValueStore(name);
  }

  @Override
  public Coverage coverage() {
    return coverage;
  }

  @Override
  public String state() {
    return state;
  }

  @Override
  public boolean running() {
    return state.equals("RUNNING");
  }

  @Override
  public boolean alive() {
    return !state.equals("ERROR");
  }

  @Override
  public Optional<String> registryFault() {
    return registryFault;
  }

  @Override
  public List<Figure> figures() {
    return List.of(new Figure(Metric.PROCESS_RATE, "thread-1", 12.5));
  }

  @Override
  public void close() {
    driver.close();
    topics.close();
  }

  /** Questions about the past need a broker; ManifestCheckIT asks them. */
  @Override
  public <T> T ask(Function<TimeTravel, T> question) {
    throw ApiException.notReady("the history can't be read: no broker");
  }

  /** What the stages put aside so far, as it lies in partition 0. */
  @Override
  public <T> T letters(Function<LetterLog, T> question) {
    TopicPartition partition = new TopicPartition(topics.deadLetters().name(), 0);
    MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    for (TestRecord<byte[], byte[]> letter :
        driver
            .createOutputTopic(
                partition.topic(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
            .readRecordsToList()) {
      letters.add(
          new ConsumerRecord<>(
              partition.topic(),
              0,
              letters.size(),
              letter.timestamp(),
              TimestampType.CREATE_TIME,
              0,
              0,
              letter.key(),
              letter.value(),
              letter.headers(),
              Optional.empty()));
    }
    consumer.updateBeginningOffsets(Map.of(partition, 0L));
    consumer.updateEndOffsets(Map.of(partition, (long) letters.size()));
    consumer.schedulePollTask(() -> letters.forEach(consumer::addRecord));
    try (LetterLog log = new LetterLog(consumer, List.of(partition))) {
      return question.apply(log);
    }
  }
}
