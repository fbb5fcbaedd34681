package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.avro.CatalogChange;
import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.avro.DataSignal;
import io.ringrift.dataplane.avro.ItemOrder;
import io.ringrift.dataplane.avro.ItemRestatement;
import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.NeedOutcome;
import io.ringrift.dataplane.avro.NodeFact;
import io.ringrift.dataplane.avro.NodeKind;
import io.ringrift.dataplane.avro.NodeState;
import io.ringrift.dataplane.avro.OperationState;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.avro.OperationType;
import io.ringrift.dataplane.avro.Presence;
import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.avro.TransferLease;
import io.ringrift.dataplane.avro.TransferResultType;
import io.ringrift.dataplane.avro.Validation;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.streams.WorkerWords;
import io.ringrift.dataplane.streams.decision.item.ItemPolicy;
import io.ringrift.dataplane.streams.schedule.SchedulePolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;

/**
 * The items stage alone in a driver, with words for what happens to it; a test reads as a story.
 */
final class ItemsStageFixture implements AutoCloseable {

  static final Instant T0 = Instant.parse("2026-11-24T10:00:00Z");
  static final String NPZ = "npz/hex8_2p/hex8_2p-0001.npz";
  static final String HASH = "b".repeat(64);

  final Topics topics = new Topics(Map.of("schema.registry.url", "mock://items"), 1);
  private final AtomicReference<Instant> now = new AtomicReference<>(T0);
  private volatile Duration slowness = Duration.ZERO;
  final StageRuntime runtime =
      StageRuntime.of(() -> now.getAndUpdate(instant -> instant.plus(slowness)));
  private final TopologyTestDriver driver;
  private final Map<String, TestOutputTopic<String, ?>> outputs = new HashMap<>();
  private long revision;

  ItemsStageFixture(int window, ItemPolicy policy) {
    this(SchedulePolicy.standard(1).withWindow(window), policy);
  }

  ItemsStageFixture(SchedulePolicy schedule, ItemPolicy policy) {
    Topology topology = new Topology();
    ItemsStage.addTo(topology, topics, runtime, IntakeChecks.none().items(), schedule, policy);
    driver = new TopologyTestDriver(topology, new Properties(), T0);
  }

  /** From now on whoever looks at the clock finds that so much has passed since the last look. */
  void slow(Duration each) {
    slowness = each;
  }

  Instant now() {
    return now.get();
  }

  /** Time passes, with the stage ticking along. */
  void pass(Duration time) {
    Duration tick = Duration.ofMillis(500);
    for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(tick)) {
      jump(tick);
    }
  }

  /** Time passes at once. */
  void jump(Duration time) {
    now.updateAndGet(instant -> instant.plus(time));
    driver.advanceWallClockTime(time);
  }

  void node(String nodeId, boolean online, String... roles) {
    member(null, nodeId, online, roles);
  }

  /** A node whose data folder lies on the shared file system. */
  void member(String share, String nodeId, boolean online, String... roles) {
    NodeState state =
        NodeState.newBuilder()
            .setNodeId(nodeId)
            .setKind(NodeKind.HOST)
            .setProvider("lambda")
            .setRegion(null)
            .setRack("r1")
            .setRoles(List.of(roles))
            .setEndpoint("http://" + nodeId)
            .setReceives(List.of())
            .setTransports(List.of("p2p_http"))
            .setDataRoot("/data")
            .setDiskTotalBytes(0)
            .setDiskFreeBytes(0)
            .setActiveTransfers(0)
            .setMaxTransfers(4)
            .setOnline(online)
            .setChangedAt(now.get())
            .setCause(online ? "HEARTBEAT" : "HOST_OFFLINE")
            .setBoot(1)
            .setLastHeartbeatAt(now.get())
            .setRevision(++revision)
            .setShare(share)
            .build();
    send(
        topics.nodeChangesForItems(),
        nodeId,
        new NodeFact(nodeId + revision, now.get(), nodeId, state.getCause(), null, state));
    pass(Duration.ofSeconds(1));
  }

  void has(String nodeId, String itemId, long sequence, Validation validation, String evidence) {
    send(
        topics.inventory(),
        itemId,
        ReplicaReport.newBuilder()
            .setNodeId(nodeId)
            .setItemId(itemId)
            .setItemType(ItemType.NPZ)
            .setConfigKey("hex8_2p")
            .setBoot(1)
            .setSequence(sequence)
            .setPresence(Presence.PRESENT)
            .setSha256(HASH)
            .setSizeBytes(500)
            .setPath("/data/" + itemId)
            .setValidation(validation)
            .setEvidence(evidence)
            .setContentTime(T0.minusSeconds(60))
            .setSampleCount(600L)
            .setObservedAt(now.get())
            .build());
  }

  void has(String nodeId) {
    has(nodeId, NPZ, 1, Validation.VALID, null);
  }

  void restate(String itemId, String cause, ManifestItem registers, ManifestItem withdrawn) {
    send(
        topics.restatements(),
        itemId,
        new ItemRestatement(itemId, cause, registers, withdrawn, null, now.get()));
  }

  void order(String itemId, String target, Priority priority) {
    send(
        topics.orders(),
        itemId,
        ItemOrder.newBuilder()
            .setNeedId("need-" + itemId)
            .setRequestId("event-1")
            .setCause("TRAINING_STARTED")
            .setItemId(itemId)
            .setItemType(ItemType.NPZ)
            .setConfigKey("hex8_2p")
            .setSha256(HASH)
            .setTargetNode(target)
            .setOperationType(OperationType.PRELOAD)
            .setPriority(priority)
            .setReason("best npz of hex8_2p")
            .setOrderedAt(now.get())
            .build());
  }

  void started(DataOperation op) {
    result(op, TransferResultType.DATA_TRANSFER_STARTED);
  }

  void completed(DataOperation op) {
    result(op, TransferResultType.DATA_TRANSFER_COMPLETE);
  }

  private void result(DataOperation op, TransferResultType type) {
    send(topics.transferResults(), op.getItemId(), WorkerWords.of(op, type, now.get(), 5));
  }

  void lives(DataOperation op, long bytes) {
    send(
        topics.transferLeases(),
        op.getItemId(),
        new TransferLease(
            op.getOperationId(),
            op.getEpoch(),
            op.getItemId(),
            op.getTargetNode(),
            "worker-1",
            "p2p_http",
            "gpu-1",
            bytes,
            op.getSizeBytes()));
  }

  <V> void send(Topic<V> topic, String key, V value) {
    send(topic, key, value, now.get());
  }

  <V> void send(Topic<V> topic, String key, V value, Instant loggedAt) {
    driver
        .createInputTopic(topic.name(), new StringSerializer(), topic.value().serializer())
        .pipeInput(key, value, loggedAt);
  }

  List<DataOperation> emitted(Priority priority) {
    return read(topics.operations(priority));
  }

  List<ManifestItem> rows() {
    return read(topics.manifest());
  }

  List<CatalogChange> catalog() {
    return read(topics.catalog());
  }

  List<NeedOutcome> outcomes() {
    return read(topics.needOutcomes());
  }

  List<DataSignal> signals() {
    return read(topics.signals());
  }

  List<KeyValue<String, OperationStatus>> statuses() {
    return output(topics.operations()).readKeyValuesToList();
  }

  List<OperationState> states() {
    return statuses().stream()
        .map(entry -> entry.value == null ? null : entry.value.getState())
        .toList();
  }

  ManifestItem stored(String itemId) {
    return driver.<String, ManifestItem>getKeyValueStore(ItemsStage.MANIFEST_STORE).get(itemId);
  }

  <V> List<V> read(Topic<V> topic) {
    return output(topic).readValuesToList();
  }

  @SuppressWarnings("unchecked")
  private <V> TestOutputTopic<String, V> output(Topic<V> topic) {
    return (TestOutputTopic<String, V>)
        outputs.computeIfAbsent(
            topic.name(),
            name ->
                driver.createOutputTopic(
                    name, new StringDeserializer(), topic.value().deserializer()));
  }

  @Override
  public void close() {
    driver.close();
    topics.close();
  }
}
