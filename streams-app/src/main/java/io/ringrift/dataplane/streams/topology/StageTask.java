package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.Need;
import io.ringrift.dataplane.avro.NodeHeartbeat;
import io.ringrift.dataplane.avro.NodeState;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.streams.decision.DecisionPolicy;
import io.ringrift.dataplane.streams.node.NodeFold;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * One task of one stage outside Kafka, for simulations and benches: the real processors over stores
 * in memory, with commits, crashes and restarts. What it writes is given out at a commit, as a
 * transaction does.
 */
public final class StageTask {

  /**
   * What a stage wrote.
   *
   * @param sink name of the sink in the topology
   * @param place what the partition follows from
   */
  public record Written(String sink, String key, String place, Object value) {}

  /** What a task reads. */
  public record Input(String key, Object value, Instant loggedAt, long offset) {}

  private record ReadRecord(long offset) implements RecordMetadata {

    @Override
    public String topic() {
      return "simulated";
    }

    @Override
    public int partition() {
      return 0;
    }
  }

  /** Makes the processors of a stage, anew after a crash. */
  private interface Start {
    List<Processor<?, ?, ?, ?>> on(TaskContext context);
  }

  private final Map<String, StateStore> stores = new LinkedHashMap<>();
  private final Start start;
  private TaskContext context;
  private List<Processor<?, ?, ?, ?>> processors;

  private StageTask(Start start) {
    this.start = start;
  }

  /** The first stage's router; it keeps nothing. */
  public static StageTask events() {
    return new StageTask(context -> started(context, new EventRouter())).restarted();
  }

  public static StageTask nodes(
      DataPlaneTopology.Policies policies, InstantSource clock, NodeStageStatus status) {
    NodeFold fold = new NodeFold(policies.nodes(), policies.declared());
    StageTask task =
        new StageTask(
            context ->
                started(
                    context,
                    new HeartbeatProcessor(fold),
                    new TickProcessor(policies.nodes(), fold, policies.declared(), clock, status),
                    new NodeEventProcessor(fold)));
    task.byText(NodeStage.NODES);
    task.byText(NodeStage.LIVENESS);
    return task.restarted();
  }

  public static StageTask items(DataPlaneTopology.Policies policies, InstantSource clock) {
    StageTask task =
        new StageTask(
            context ->
                started(
                    context,
                    new ItemsProcessor(
                        clock,
                        policies.schedule(),
                        policies.items(),
                        new BackupShares(),
                        new NodeRooms())));
    task.byText(ItemStores.MANIFEST);
    task.byText(ItemStores.OPERATIONS);
    task.byText(ItemStores.SLOTS);
    task.byBytes(ItemStores.INDEX);
    task.byText(ItemStores.NODES);
    return task.restarted();
  }

  public static StageTask decisions(DataPlaneTopology.Policies policies, InstantSource clock) {
    StageTask task =
        new StageTask(
            context -> started(context, new DecisionProcessor(clock, policies.decisions())));
    task.byText(DecisionStores.ROWS);
    task.byText(DecisionStores.COUNTS);
    task.byText(DecisionStores.NEEDS);
    task.byText(DecisionStores.PLACEMENTS);
    task.byText(DecisionStores.NODES);
    task.byBytes(DecisionStores.INDEX);
    task.byText(DecisionStores.SEEN);
    return task.restarted();
  }

  /** The stores that {@link #decisionsOn} needs, as they are in production. */
  public static List<StoreBuilder<?>> decisionStores(Topics topics) {
    return DecisionStores.forms(topics, WrittenOnce.of(topics.needs())).stream()
        .<StoreBuilder<?>>map(StoreForm::builder)
        .toList();
  }

  /** The decisions stage over open stores of the caller's; it can't crash. */
  public static StageTask decisionsOn(
      List<StateStore> stores, DecisionPolicy policy, InstantSource clock) {
    StageTask task =
        new StageTask(context -> started(context, new DecisionProcessor(clock, policy)));
    stores.forEach(store -> task.stores.put(store.name(), store));
    return task.restarted();
  }

  // ---- its life

  public void process(Input input) {
    context.reads(new ReadRecord(input.offset()));
    RecordHeaders headers = new RecordHeaders();
    if (input.key().equals(HeartbeatTick.KEY)) {
      headers.add(HeartbeatTick.SENT_AT, input.value().toString().getBytes(StandardCharsets.UTF_8));
    }
    Record<Object, Object> record =
        new Record<>(input.key(), input.value(), input.loggedAt().toEpochMilli(), headers);
    process(processor(input), record);
  }

  @SuppressWarnings("unchecked") // which processor takes which value is said by processor()
  private static void process(Processor<?, ?, ?, ?> processor, Record<Object, Object> record) {
    ((Processor<Object, Object, ?, ?>) processor).process(record);
  }

  /** The nodes stage has three; every other stage has one. */
  private Processor<?, ?, ?, ?> processor(Input input) {
    if (processors.size() == 1) {
      return processors.get(0);
    }
    if (input.value() instanceof NodeHeartbeat) {
      return processors.get(0);
    }
    return processors.get(input.value() instanceof ClusterEvent ? 2 : 1);
  }

  /** Wall-clock time passed. */
  public void tick(Instant now) {
    context.punctuators().forEach(each -> each.punctuate(now.toEpochMilli()));
  }

  /** What was written since the last commit. */
  public List<Written> commit() {
    List<Written> written = new ArrayList<>();
    for (TaskContext.Forward forward : context.takeForwarded()) {
      Object value = forward.record().value();
      String key = (String) forward.record().key();
      String place = value instanceof Placed<?> placed ? placed.place() : key;
      Object plain = value instanceof Placed<?> placed ? placed.value() : value;
      written.add(new Written(forward.child(), key, place, plain));
    }
    memory().forEach(MemoryStore::commit);
    return written;
  }

  /** Everything since the last commit is undone, and the task starts anew. */
  public void crash() {
    memory().forEach(MemoryStore::rollBack);
    restarted();
  }

  private Stream<MemoryStore<?, ?>> memory() {
    return stores.values().stream()
        .filter(MemoryStore.class::isInstance)
        .map(store -> (MemoryStore<?, ?>) store);
  }

  private StageTask restarted() {
    context = new TaskContext(stores.values());
    processors = start.on(context);
    return this;
  }

  @SafeVarargs
  private static List<Processor<?, ?, ?, ?>> started(
      TaskContext context, Processor<?, ?, ?, ?>... processors) {
    for (Processor<?, ?, ?, ?> processor : processors) {
      init(processor, context);
    }
    return List.of(processors);
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // the context only carries what is forwarded
  private static void init(Processor processor, TaskContext context) {
    processor.init(context);
  }

  private void byText(String name) {
    stores.put(name, new MemoryStore<String, SpecificRecord>(name, byUtf8()));
  }

  private void byBytes(String name) {
    stores.put(name, new MemoryStore<byte[], byte[]>(name, Arrays::compareUnsigned));
  }

  private static Comparator<String> byUtf8() {
    return Comparator.naturalOrder();
  }

  // ---- what it knows

  public List<ManifestItem> manifest() {
    return values(ItemStores.MANIFEST);
  }

  public List<OperationStatus> operations() {
    return values(ItemStores.OPERATIONS);
  }

  public List<Need> needs() {
    return values(DecisionStores.NEEDS);
  }

  public List<NodeState> nodeTable() {
    return values(NodeStage.NODES);
  }

  @SuppressWarnings("unchecked") // each store holds what its stage puts there
  private <V> List<V> values(String store) {
    List<V> values = new ArrayList<>();
    ((KeyValueStore<?, V>) stores.get(store)).all().forEachRemaining(row -> values.add(row.value));
    return values;
  }
}
