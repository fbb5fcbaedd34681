package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.avro.BackpressureActivated;
import io.ringrift.dataplane.avro.BackpressureReleased;
import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.Need;
import io.ringrift.dataplane.avro.NodeState;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.avro.TrainingCompleted;
import io.ringrift.dataplane.avro.TrainingFailed;
import io.ringrift.dataplane.avro.TrainingStarted;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.streams.codec.CatalogCodec;
import io.ringrift.dataplane.streams.codec.EventCodec;
import io.ringrift.dataplane.streams.codec.NeedCodec;
import io.ringrift.dataplane.streams.codec.OperationCodec;
import io.ringrift.dataplane.streams.decision.DecisionContext;
import io.ringrift.dataplane.streams.decision.rule.DecisionRules;
import io.ringrift.dataplane.streams.manifest.Item;
import io.ringrift.dataplane.streams.manifest.Row;
import io.ringrift.dataplane.streams.model.CatalogRow;
import io.ringrift.dataplane.streams.model.ClusterEvent.ConfigPayload;
import io.ringrift.dataplane.streams.model.Operation;
import io.ringrift.dataplane.streams.node.Liveness;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What the stores of all tasks are to hold after they were lost, as entries of their changelogs:
 * made of what the stages had published and of the rows that the history gives, by the very code
 * that fills the stores in a task.
 *
 * <p>To be given in this order: nodes, operations, needs, events, rows; then {@link #finish}. Lost
 * are the ids of events that were answered; a need that is known isn't opened twice all the same.
 */
public final class StoreSeeds {

  /** Takes an entry of a store. */
  @FunctionalInterface
  public interface Sink {
    void put(String store, int partition, byte[] key, byte[] value);
  }

  private final DataPlaneTopology.Policies policies;
  private final Instant now;
  private final KeyValueStore<String, NodeState> nodes;
  private final KeyValueStore<String, Liveness> liveness;
  private final List<ItemStores> items = new ArrayList<>();
  private final List<BackupCounts> backups = new ArrayList<>();
  private final List<DecisionStores> decisions = new ArrayList<>();

  /** Targets that an open operation brings the item to, by item. */
  private final Map<String, Set<String>> coming = new HashMap<>();

  /** A node that is known; null: none. */
  private String someNode;

  /**
   * @param policies of the application, as far as they are known: what others make of the catalog
   *     is put right by the tasks when they start
   */
  public StoreSeeds(Topics topics, DataPlaneTopology.Policies policies, Instant now, Sink sink) {
    this.policies = policies;
    this.now = now;
    Source single = new Source(NodeStage.forms(topics), out(sink, 0));
    nodes = single.store(NodeStage.NODES);
    liveness = single.store(NodeStage.LIVENESS);
    for (int i = 0; i < topics.inventory().policy().partitions(); i++) {
      List<StoreForm<?, ?>> ofItems =
          ItemStores.forms(topics, topics.manifest(), topics.operations());
      ItemStores stores =
          new ItemStores(new Source(ofItems, out(sink, i)), policies.schedule(), new NodeRooms());
      items.add(stores);
      backups.add(new BackupCounts(stores, policies.items(), new BackupShares()));
      List<StoreForm<?, ?>> ofDecisions = DecisionStores.forms(topics, topics.needs());
      decisions.add(
          new DecisionStores(new Source(ofDecisions, out(sink, i)), policies.decisions()));
    }
  }

  private static SeedStore.Out out(Sink sink, int partition) {
    return (store, key, value) -> sink.put(store, partition, key, value);
  }

  /** Every store that gets entries, with its number of partitions. */
  public static Map<String, Integer> stores(Topics topics) {
    Map<String, Integer> stores = new LinkedHashMap<>();
    NodeStage.forms(topics)
        .forEach(form -> stores.put(form.name(), topics.nodes().policy().partitions()));
    List<StoreForm<?, ?>> others = new ArrayList<>();
    others.addAll(ItemStores.forms(topics, topics.manifest(), topics.operations()));
    others.addAll(DecisionStores.forms(topics, topics.needs()));
    others.forEach(form -> stores.put(form.name(), topics.inventory().policy().partitions()));
    return stores;
  }

  /** Takes a node as it was published last. Its silence counts from now. */
  public void node(NodeState state) {
    someNode = state.getNodeId();
    nodes.put(state.getNodeId(), state);
    if (state.getLastHeartbeatAt() != null) {
      liveness.put(
          state.getNodeId(), new Liveness(state.getBoot(), 0, now, now, 0, List.of(), null, null));
    }
    items.forEach(stores -> stores.nodes().put(state));
    decisions.forEach(stores -> stores.nodes().put(state));
  }

  /** Takes an operation as it was published last; of one item and target the older first. */
  public void operation(OperationStatus status) {
    Operation operation = OperationCodec.toModel(status);
    ItemStores stores = items.get(task(operation.itemId()));
    stores.put(operation);
    stores.moved(null, operation);
    stores.put(
        operation.itemId(),
        operation.targetNode(),
        new ItemStores.Slot(operation.operationId(), operation.epoch()));
    if (operation.open()) {
      coming
          .computeIfAbsent(operation.itemId(), item -> new HashSet<>())
          .add(operation.targetNode());
    }
  }

  /**
   * Takes a need as it was published last. An open one is looked at as soon as its task runs: what
   * was under way to it between the stages may be lost, and asking twice does no harm.
   */
  public void need(Need published) {
    io.ringrift.dataplane.streams.model.Need need = NeedCodec.toModel(published);
    decisions
        .get(task(need.configKey()))
        .needs()
        .save(null, need.open() ? need.withDue(now, need.blockedSignalled(), need.reason()) : need);
  }

  /** Whether {@link #event} has to be told of it. */
  public static boolean remembers(ClusterEvent happened) {
    Object payload = happened.getPayload();
    return payload instanceof TrainingStarted
        || payload instanceof TrainingCompleted
        || payload instanceof TrainingFailed
        || payload instanceof BackpressureActivated
        || payload instanceof BackpressureReleased;
  }

  /** Takes an event that was answered, in the order of the log: what trains where, what strains. */
  public void event(ClusterEvent happened, Instant loggedAt) {
    io.ringrift.dataplane.streams.model.ClusterEvent event = EventCodec.toModel(happened);
    items.forEach(stores -> stores.pressure().take(event, loggedAt));
    if (event.payload() instanceof ConfigPayload payload && remembers(happened)) {
      DecisionStores stores = decisions.get(task(payload.configKey()));
      DecisionContext view =
          new DecisionContext(
              stores.catalog(),
              stores.nodes(),
              stores.placements(),
              stores.needs(),
              policies.decisions(),
              loggedAt,
              now);
      DecisionRules.onEvent(event, payload, view)
          .ifPresent(decision -> decision.placements().forEach(stores.placements()::put));
    }
  }

  /**
   * Takes the registers of an item.
   *
   * @return its row
   */
  public ManifestItem row(Item item) {
    int task = task(item.itemId());
    ItemStores stores = items.get(task);
    item.replicas().keySet().forEach(node -> stores.index().addItem(node, item.itemId()));
    Set<String> copying = coming.getOrDefault(item.itemId(), Set.of());
    Row row = backups.get(task).judged(Row.of(item, null, stores.nodes(), copying, now));
    backups.get(task).changed(null, row);
    CatalogRow offered = row.standing().catalogRow(item);
    decisions.get(task(offered.configKey())).catalog().put(CatalogCodec.toAvro(offered, now), now);
    return stores.put(row);
  }

  /** Has the rules look at every row once the tasks run: they know what repairs were put off. */
  public void finish() {
    if (someNode != null) {
      items.forEach(stores -> stores.index().scans().put(someNode, NodeKeeper.ALL));
    }
    decisions.forEach(stores -> stores.catalog().reconsider(now));
  }

  private int task(String place) {
    return Placed.partition(place, items.size());
  }

  /** The stores of one task. */
  private static final class Source implements StoreSource {

    private final Map<String, SeedStore<?, ?>> stores = new HashMap<>();

    Source(List<StoreForm<?, ?>> forms, SeedStore.Out out) {
      for (StoreForm<?, ?> form : forms) {
        stores.put(form.name(), store(form, out));
      }
    }

    private static <K, V> SeedStore<K, V> store(StoreForm<K, V> form, SeedStore.Out out) {
      return new SeedStore<>(form, remembered(form), out);
    }

    /** Counts are read before they are written; nothing else is. */
    private static <V> Predicate<V> remembered(StoreForm<?, V> form) {
      return switch (form.name()) {
        case DecisionStores.COUNTS -> value -> true;
        case ItemStores.INDEX -> value -> ((byte[]) value).length > 0;
        default -> value -> false;
      };
    }

    @Override
    @SuppressWarnings("unchecked") // whoever asks knows the form, as with a task's context
    public <S extends StateStore> S store(String name) {
      return (S) stores.get(name);
    }
  }
}
