package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.avro.ItemRestatement;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.avro.ReplicaReport;
import io.ringrift.dataplane.avro.TransferLease;
import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.streams.decision.item.ItemPolicy;
import io.ringrift.dataplane.streams.model.Priority;
import io.ringrift.dataplane.streams.schedule.SchedulePolicy;
import java.util.Locale;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;

/**
 * The third stage, keyed by item: the manifest and the operations of an item lie in one place and
 * are read without a hop.
 *
 * <pre>
 * inventory, transfer-results, restatements,
 * internal.item-events ------------------------------+            +-> manifest, internal.catalog
 * internal.orders, internal.eviction-orders, --------+-> items ---+-> operations.PRIORITY, operations
 * transfer-leases, internal.node-changes.items ------+            +-> internal.need-outcomes, signals,
 *                                                                     evictions
 * </pre>
 */
public final class ItemsStage {

  public static final String NAME = "items";

  /** Stores that queries read. */
  public static final String MANIFEST_STORE = ItemStores.MANIFEST;

  public static final String OPERATIONS_STORE = ItemStores.OPERATIONS;

  public static final String SLOTS_STORE = ItemStores.SLOTS;

  public static final String NODES_STORE = ItemStores.NODES;

  public static final String INDEX_STORE = ItemStores.INDEX;

  static final String MANIFEST_SINK = "items-to-manifest";
  static final String CATALOG_SINK = "items-to-catalog";
  static final String OPERATIONS_SINK = "items-to-operations";
  static final String OUTCOMES_SINK = "items-to-need-outcomes";
  static final String SIGNALS_SINK = "items-to-signals";
  static final String EVICTIONS_SINK = "items-to-evictions";

  private ItemsStage() {}

  /** What enters from outside must satisfy, decoding apart. */
  public record Checks(
      IntakeCheck<ReplicaReport> reports,
      IntakeCheck<TransferResult> results,
      IntakeCheck<TransferLease> leases,
      IntakeCheck<ItemRestatement> restatements) {}

  /**
   * @param schedule for one task of this stage
   */
  public static void addTo(
      Topology topology,
      Topics topics,
      StageRuntime runtime,
      Checks checks,
      SchedulePolicy schedule,
      ItemPolicy policy) {
    String[] inputs = {
      Intake.of(NAME, topics.itemEvents()).addTo(topology, topics, runtime, NAME),
      reports(topics, checks).addTo(topology, topics, runtime, NAME),
      results(topics, checks).addTo(topology, topics, runtime, NAME),
      restatements(topics, checks).addTo(topology, topics, runtime, NAME),
      Intake.<TransferLease>of(NAME, topics.transferLeases())
          .keyedBy(TransferLease::getItemId)
          .checkedBy(checks.leases())
          .addTo(topology, topics, runtime, NAME),
      Intake.of(NAME, topics.orders()).addTo(topology, topics, runtime, NAME),
      Intake.of(NAME, topics.evictionOrders()).addTo(topology, topics, runtime, NAME),
      Intake.of(NAME, topics.nodeChangesForItems()).addTo(topology, topics, runtime, NAME)
    };
    topology.<String, SpecificRecord, String, Object>addProcessor(
        NAME,
        () ->
            new ItemsProcessor(
                runtime.clock(), schedule, policy, runtime.backups(), runtime.rooms()),
        inputs);
    Topic<ManifestItem> manifest = WrittenOnce.of(topics.manifest());
    Topic<OperationStatus> operations = WrittenOnce.of(topics.operations());
    for (StoreForm<?, ?> store : ItemStores.forms(topics, manifest, operations)) {
      topology.addStateStore(store.builder(), NAME);
    }
    addSink(topology, MANIFEST_SINK, manifest);
    addSink(topology, CATALOG_SINK, topics.catalog());
    addSink(topology, OUTCOMES_SINK, topics.needOutcomes());
    addSink(topology, SIGNALS_SINK, topics.signals());
    addSink(topology, EVICTIONS_SINK, topics.evictions());
    for (Priority priority : Priority.values()) {
      addSink(
          topology,
          prioritySink(priority),
          topics.operations(io.ringrift.dataplane.avro.Priority.valueOf(priority.name())));
    }
    topology.addSink(
        OPERATIONS_SINK,
        operations.name(),
        new StringSerializer(),
        Placed.serializer(operations.value().serializer()),
        Placed.partitioner(),
        NAME);
  }

  /** Key under which {@link #INDEX_STORE} notes that a repair of the item is put off. */
  public static byte[] putOff(String itemId) {
    return ItemsIndex.putOffKey(itemId);
  }

  static Intake<ReplicaReport> reports(Topics topics, Checks checks) {
    return Intake.<ReplicaReport>of(NAME, topics.inventory())
        .keyedBy(ReplicaReport::getItemId)
        .checkedBy(checks.reports());
  }

  static Intake<TransferResult> results(Topics topics, Checks checks) {
    return Intake.<TransferResult>of(NAME, topics.transferResults())
        .keyedBy(TransferResult::getItemId)
        .checkedBy(checks.results());
  }

  static Intake<ItemRestatement> restatements(Topics topics, Checks checks) {
    return Intake.<ItemRestatement>of(NAME, topics.restatements())
        .keyedBy(ItemRestatement::getItemId)
        .checkedBy(checks.restatements());
  }

  static String prioritySink(Priority priority) {
    return "items-to-operations-" + priority.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static <V extends SpecificRecord> void addSink(
      Topology topology, String name, Topic<V> topic) {
    topology.addSink(name, topic.name(), new StringSerializer(), topic.value().serializer(), NAME);
  }
}
