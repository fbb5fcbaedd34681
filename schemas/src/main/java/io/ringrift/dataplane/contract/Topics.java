package io.ringrift.dataplane.contract;

import io.ringrift.dataplane.avro.AgentAnswer;
import io.ringrift.dataplane.avro.AgentCommand;
import io.ringrift.dataplane.avro.Baseline;
import io.ringrift.dataplane.avro.CatalogChange;
import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.DataOperation;
import io.ringrift.dataplane.avro.DataSignal;
import io.ringrift.dataplane.avro.Eviction;
import io.ringrift.dataplane.avro.EvictionRequest;
import io.ringrift.dataplane.avro.ItemOrder;
import io.ringrift.dataplane.avro.ItemRestatement;
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
 * partition among any number of workers; baselines are a handful of records. Everything else has
 * {@code partitions}.
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
  private final Topic<ItemRestatement> restatements;
  private final Topic<Baseline> baselines;
  private final Topic<ManifestItem> manifest;
  private final Topic<NodeState> nodes;
  private final Map<Priority, Topic<DataOperation>> priorities = new EnumMap<>(Priority.class);
  private final Topic<OperationStatus> operations;
  private final Topic<Need> needs;
  private final Topic<DataSignal> signals;
  private final Topic<EvictionRequest> evictionRequests;
  private final Topic<Eviction> evictions;
  private final Topic<AgentCommand> agentCommands;
  private final Topic<AgentAnswer> agentAnswers;
  private final Topic<byte[]> deadLetters;
  private final Topic<ClusterEvent> itemEvents;
  private final Topic<ClusterEvent> nodeEvents;
  private final Topic<ClusterEvent> decisionEvents;
  private final Topic<NodeFact> nodeChangesForItems;
  private final Topic<NodeFact> nodeChangesForDecisions;
  private final Topic<CatalogChange> catalog;
  private final Topic<ItemOrder> orders;
  private final Topic<NeedOutcome> needOutcomes;
  private final Topic<EvictionRequest> evictionOrders;

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

    events = avro("events", ClusterEvent.class, spread.history());
    eventsJson = add("events.json", "JSON text", Serdes.String(), spread.weekOfInput());
    heartbeats = avro("heartbeats", NodeHeartbeat.class, single.dayOfInput());
    nodeFacts = avro("node-facts", NodeFact.class, single.history());
    inventory = avro("inventory", ReplicaReport.class, spread.history());
    transferResults = avro("transfer-results", TransferResult.class, spread.history());
    restatements = avro("restatements", ItemRestatement.class, spread.restatements());
    baselines = avro("baselines", Baseline.class, single.history());
    transferLeases = avro("transfer-leases", TransferLease.class, spread.dayOfInput());
    manifest = avro("manifest", ManifestItem.class, spread.table());
    nodes = avro("nodes", NodeState.class, single.table());
    for (Priority priority : Priority.values()) {
      String name = "operations." + priority.name().toLowerCase(Locale.ROOT).replace('_', '-');
      priorities.put(priority, avro(name, DataOperation.class, single.week()));
    }
    operations = avro("operations", OperationStatus.class, spread.table());
    needs = avro("needs", Need.class, spread.table());
    signals = avro("signals", DataSignal.class, spread.week());
    evictionRequests = avro("eviction-requests", EvictionRequest.class, spread.weekOfInput());
    evictions = avro("evictions", Eviction.class, spread.month());
    agentCommands = avro("agent-commands", AgentCommand.class, spread.dayOfInput());
    agentAnswers = avro("agent-answers", AgentAnswer.class, spread.dayOfInput());
    deadLetters = add("dead-letters", "raw bytes", Serdes.ByteArray(), spread.month());

    itemEvents = avro("internal.item-events", ClusterEvent.class, spread.week());
    nodeEvents = avro("internal.node-events", ClusterEvent.class, single.week());
    decisionEvents = avro("internal.decision-events", ClusterEvent.class, spread.week());
    nodeChangesForItems = avro("internal.node-changes.items", NodeFact.class, spread.week());
    nodeChangesForDecisions =
        avro("internal.node-changes.decisions", NodeFact.class, spread.week());
    catalog = avro("internal.catalog", CatalogChange.class, spread.week());
    orders = avro("internal.orders", ItemOrder.class, spread.week());
    needOutcomes = avro("internal.need-outcomes", NeedOutcome.class, spread.week());
    evictionOrders = avro("internal.eviction-orders", EvictionRequest.class, spread.week());
  }

  private <V extends SpecificRecord> Topic<V> avro(String name, Class<V> type, TopicPolicy policy) {
    return add(name, type.getSimpleName(), serdes.forValue(type), policy);
  }

  private <V> Topic<V> add(String name, String value, Serde<V> serde, TopicPolicy policy) {
    Topic<V> topic = new Topic<>(PREFIX + name, serde, policy, TopicUses.of(name, value));
    all.add(topic);
    return topic;
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

  /** What baselines and repairs say again, by item_id; part of the history. */
  public Topic<ItemRestatement> restatements() {
    return restatements;
  }

  public Topic<Baseline> baselines() {
    return baselines;
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

  /** What people ask to have removed, by config key. */
  public Topic<EvictionRequest> evictionRequests() {
    return evictionRequests;
  }

  /** What became of it, by item; agents read what they are to remove. */
  public Topic<Eviction> evictions() {
    return evictions;
  }

  /** Requests to agents that can't be called, by node. */
  public Topic<AgentCommand> agentCommands() {
    return agentCommands;
  }

  /** Their answers, by worker. */
  public Topic<AgentAnswer> agentAnswers() {
    return agentAnswers;
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

  /** Requests that no need or training is against, by item. */
  public Topic<EvictionRequest> evictionOrders() {
    return evictionOrders;
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
