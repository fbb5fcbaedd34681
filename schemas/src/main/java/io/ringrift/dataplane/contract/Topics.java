package io.ringrift.dataplane.contract;

import io.ringrift.dataplane.avro.CatalogChange;
import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.avro.DataSignal;
import io.ringrift.dataplane.avro.ItemOrder;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.Need;
import io.ringrift.dataplane.avro.NeedOutcome;
import io.ringrift.dataplane.avro.NodeFact;
import io.ringrift.dataplane.avro.NodeHeartbeat;
import io.ringrift.dataplane.avro.NodeState;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.avro.Priority;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.avro.TransferLease;
import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.contract.serde.AvroSerdes;
import io.ringrift.dataplane.contract.serde.SerdeKeys;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;

/**
 * The catalogue: every topic of the data plane with its types and its layout. An instance, because
 * the serdes talk to the registry that the settings name; all serdes of one catalogue share one
 * registry client.
 *
 * <p>Topics of the nodes stage and the priority topics have one partition: that stage needs the
 * whole cluster in view to tell a dead cluster from a dead network, and share groups divide one
 * partition among any number of workers. Everything else has {@code partitions}.
 */
public final class Topics implements AutoCloseable {

  /** Prefix of every topic name. */
  public static final String PREFIX = "dataplane.";

  private final AvroSerdes serdes;
  private final List<Topic<?>> all = new ArrayList<>();

  private final Topic<ClusterEvent> events;
  private final Topic<String> eventsJson;
  private final Topic<NodeHeartbeat> heartbeats;
  private final Topic<NodeFact> nodeFacts;
  private final Topic<ReplicaReport> inventory;
  private final Topic<TransferResult> transferResults;
  private final Topic<TransferLease> transferLeases;
  private final Topic<ManifestItem> manifest;
  private final Topic<NodeState> nodes;
  private final Map<Priority, Topic<DataOperation>> priorities = new EnumMap<>(Priority.class);
  private final Topic<OperationStatus> operations;
  private final Topic<Need> needs;
  private final Topic<DataSignal> signals;
  private final Topic<byte[]> deadLetters;
  private final Topic<ClusterEvent> itemEvents;
  private final Topic<ClusterEvent> nodeEvents;
  private final Topic<ClusterEvent> decisionEvents;
  private final Topic<NodeFact> nodeChangesForItems;
  private final Topic<NodeFact> nodeChangesForDecisions;
  private final Topic<CatalogChange> catalog;
  private final Topic<ItemOrder> orders;
  private final Topic<NeedOutcome> needOutcomes;

  /**
   * @param serdeConfig Confluent's configuration keys, {@code schema.registry.url} at least; {@code
   *     mock://name} there is a registry inside this JVM, for tests
   * @param partitions of the topics that are spread, 1 or more
   */
  public Topics(Map<String, ?> serdeConfig, int partitions) {
    Map<String, Object> config = new HashMap<>(serdeConfig);
    config.putIfAbsent(SerdeKeys.REMOVE_JAVA_PROPERTIES, true);
    serdes = new AvroSerdes(config);
    Layouts spread = new Layouts(partitions);
    Layouts single = new Layouts(1);

    events =
        avro(
            "events",
            ClusterEvent.class,
            spread.history(),
            "any",
            "what services tell the data plane",
            "services, event intake",
            "events stage");
    eventsJson =
        add(
            "events.json",
            Serdes.String(),
            spread.weekOfInput(),
            new TopicUse(
                "any",
                "JSON text",
                "events as existing services emit them",
                "services that can't do Avro",
                "event intake"));
    heartbeats =
        avro(
            "heartbeats",
            NodeHeartbeat.class,
            single.dayOfInput(),
            "node_id",
            "an agent lives; every 10 s",
            "agents",
            "nodes stage");
    nodeFacts =
        avro(
            "node-facts",
            NodeFact.class,
            single.history(),
            "node_id",
            "every change of a node's state, whatever its cause",
            "nodes stage",
            "replay");
    inventory =
        avro(
            "inventory",
            ReplicaReport.class,
            spread.history(),
            "item_id",
            "a node has, or no longer has, an item",
            "agents, S3 scanner",
            "items stage, replay");
    transferResults =
        avro(
            "transfer-results",
            TransferResult.class,
            spread.history(),
            "item_id",
            "what became of an operation's epoch",
            "workers",
            "items stage, replay");
    transferLeases =
        avro(
            "transfer-leases",
            TransferLease.class,
            spread.dayOfInput(),
            "item_id",
            "a running transfer lives; every 10 s",
            "workers",
            "items stage");
    manifest =
        avro(
            "manifest",
            ManifestItem.class,
            spread.table(),
            "item_id",
            "every item with its replicas",
            "items stage",
            "anyone");
    nodes =
        avro(
            "nodes",
            NodeState.class,
            single.table(),
            "node_id",
            "every node with its state",
            "nodes stage",
            "anyone");
    for (Priority priority : Priority.values()) {
      priorities.put(
          priority,
          avro(
              "operations." + suffix(priority),
              DataOperation.class,
              single.week(),
              "operation_id",
              "orders to workers",
              "items stage",
              "workers (share group)"));
    }
    operations =
        avro(
            "operations",
            OperationStatus.class,
            spread.table(),
            "operation_id, partitioned by item_id",
            "every operation with its attempts and reasons",
            "items stage",
            "anyone");
    needs =
        avro(
            "needs",
            Need.class,
            spread.table(),
            "need_id, partitioned by config key",
            "open needs",
            "decisions stage",
            "decisions stage, anyone");
    signals =
        avro(
            "signals",
            DataSignal.class,
            spread.week(),
            "config key",
            "what the data plane tells others",
            "items and decisions stages",
            "services");
    deadLetters =
        add(
            "dead-letters",
            Serdes.ByteArray(),
            spread.month(),
            new TopicUse(
                "as received",
                "raw bytes",
                "records that could not be taken; headers say where from and why",
                "all stages, workers",
                "people"));
    itemEvents =
        avro(
            "internal.item-events",
            ClusterEvent.class,
            spread.week(),
            "item_id",
            "events about an item",
            "events stage",
            "items stage");
    nodeEvents =
        avro(
            "internal.node-events",
            ClusterEvent.class,
            single.week(),
            "node_id",
            "events about a node",
            "events stage",
            "nodes stage");
    decisionEvents =
        avro(
            "internal.decision-events",
            ClusterEvent.class,
            spread.week(),
            "config_key",
            "events that rules answer",
            "events stage",
            "decisions stage");
    nodeChangesForItems =
        avro(
            "internal.node-changes.items",
            NodeFact.class,
            spread.week(),
            "node_id, sent to every partition",
            "node facts for the items stage",
            "nodes stage",
            "items stage");
    nodeChangesForDecisions =
        avro(
            "internal.node-changes.decisions",
            NodeFact.class,
            spread.week(),
            "node_id, sent to every partition",
            "node facts for the decisions stage",
            "nodes stage",
            "decisions stage");
    catalog =
        avro(
            "internal.catalog",
            CatalogChange.class,
            spread.week(),
            "config_key",
            "how an item now looks to the rules",
            "items stage",
            "decisions stage");
    orders =
        avro(
            "internal.orders",
            ItemOrder.class,
            spread.week(),
            "item_id",
            "this item should be at that node",
            "decisions stage",
            "items stage");
    needOutcomes =
        avro(
            "internal.need-outcomes",
            NeedOutcome.class,
            spread.week(),
            "config_key",
            "what became of an order",
            "items stage",
            "decisions stage");
  }

  private <V extends SpecificRecord> Topic<V> avro(
      String name,
      Class<V> type,
      TopicPolicy policy,
      String key,
      String purpose,
      String writers,
      String readers) {
    return add(
        name,
        serdes.forValue(type),
        policy,
        new TopicUse(key, type.getSimpleName(), purpose, writers, readers));
  }

  private <V> Topic<V> add(String name, Serde<V> value, TopicPolicy policy, TopicUse use) {
    Topic<V> topic = new Topic<>(PREFIX + name, value, policy, use);
    all.add(topic);
    return topic;
  }

  private static String suffix(Priority priority) {
    return priority.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public Topic<ClusterEvent> events() {
    return events;
  }

  public Topic<String> eventsJson() {
    return eventsJson;
  }

  public Topic<NodeHeartbeat> heartbeats() {
    return heartbeats;
  }

  public Topic<NodeFact> nodeFacts() {
    return nodeFacts;
  }

  public Topic<ReplicaReport> inventory() {
    return inventory;
  }

  public Topic<TransferResult> transferResults() {
    return transferResults;
  }

  public Topic<TransferLease> transferLeases() {
    return transferLeases;
  }

  public Topic<ManifestItem> manifest() {
    return manifest;
  }

  public Topic<NodeState> nodes() {
    return nodes;
  }

  /** The topic of one priority: {@code operations.critical} to {@code operations.cold-storage}. */
  public Topic<DataOperation> operations(Priority priority) {
    return priorities.get(priority);
  }

  public Topic<OperationStatus> operations() {
    return operations;
  }

  public Topic<Need> needs() {
    return needs;
  }

  public Topic<DataSignal> signals() {
    return signals;
  }

  public Topic<byte[]> deadLetters() {
    return deadLetters;
  }

  public Topic<ClusterEvent> itemEvents() {
    return itemEvents;
  }

  public Topic<ClusterEvent> nodeEvents() {
    return nodeEvents;
  }

  public Topic<ClusterEvent> decisionEvents() {
    return decisionEvents;
  }

  public Topic<NodeFact> nodeChangesForItems() {
    return nodeChangesForItems;
  }

  public Topic<NodeFact> nodeChangesForDecisions() {
    return nodeChangesForDecisions;
  }

  public Topic<CatalogChange> catalog() {
    return catalog;
  }

  public Topic<ItemOrder> orders() {
    return orders;
  }

  public Topic<NeedOutcome> needOutcomes() {
    return needOutcomes;
  }

  /** Every topic, in the order of the design's table. */
  public List<Topic<?>> all() {
    return List.copyOf(all);
  }

  @Override
  public void close() {
    serdes.close();
  }
}
