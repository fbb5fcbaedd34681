package io.ringrift.dataplane.local.bench.decisions;

import io.ringrift.dataplane.avro.CatalogChange;
import io.ringrift.dataplane.avro.ClusterEvent;
import io.ringrift.dataplane.avro.DataNeeded;
import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.streams.DataPlaneSettings;
import io.ringrift.dataplane.streams.codec.EventCodec;
import io.ringrift.dataplane.streams.decision.DecisionPolicy;
import io.ringrift.dataplane.streams.decision.NeedStep;
import io.ringrift.dataplane.streams.topology.DecisionTiming;
import io.ringrift.dataplane.streams.topology.StageTask;
import io.ringrift.dataplane.streams.topology.StageTask.Input;
import io.ringrift.dataplane.streams.topology.StageTask.Written;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * The decisions stage as it is in production, on RocksDB with the settings of production, without
 * the broker: its changelogs and topics are not written.
 */
final class DecisionTask implements AutoCloseable {

  private static final String CONFIG = "hex8_2p";
  private static final String HOLDER = "storage-1";
  private static final int ASKING_NODES = 40;
  private static final int LARGEST_RECORD = 8 << 20;

  private final Topics topics;
  private final List<StateStore> stores;
  private final StageTask task;
  private final DecisionTiming timing;
  private long offset;

  private DecisionTask(Topics topics, List<StateStore> stores) {
    this.topics = topics;
    this.stores = stores;
    this.task = StageTask.decisionsOn(stores, DecisionPolicy.standard(), Clock.systemUTC());
    this.timing = new DecisionTiming(stores, DecisionPolicy.standard(), Clock.systemUTC());
  }

  static DecisionTask open(Path folder) {
    Topics topics = new Topics(Map.of("schema.registry.url", "mock://bench-decisions"), 1);
    MockProcessorContext<Void, Void> context =
        new MockProcessorContext<>(settings(folder), new TaskId(0, 0), folder.toFile());
    List<StateStore> stores = new ArrayList<>();
    for (StoreBuilder<?> builder : StageTask.decisionStores(topics)) {
      StateStore store = builder.withLoggingDisabled().build();
      store.init(context.getStateStoreContext(), store);
      stores.add(store);
    }
    return new DecisionTask(topics, stores);
  }

  private static Properties settings(Path folder) {
    return DataPlaneSettings.load(
            null,
            Map.of(),
            Map.of(
                "kafka.bootstrap.servers", "none:1",
                "schema.registry.url", "mock://bench-decisions",
                "streams.application.id", "bench-decisions",
                "streams.instance.id", "bench-decisions",
                "streams.state.dir", folder.toString()))
        .streams(LARGEST_RECORD);
  }

  /** Catalog rows of one config, as the items stage says them one by one. */
  void fill(int items, int eligibleOneIn) {
    Instant now = Instant.now();
    for (int item = 0; item < items; item++) {
      read("catalog", row(item, item % eligibleOneIn == 0, now));
      if (item % 1_000 == 0) {
        task.commit();
      }
    }
    task.commit();
  }

  /** A node asks for data: what is decided. */
  List<NeedStep> decide() {
    return timing.decide(EventCodec.toModel(needed(offset++)));
  }

  /** A node asks for data: what the stage writes, which a commit takes out at once. */
  List<Written> handle() {
    ClusterEvent event = needed(offset);
    read(event.getEventId(), event);
    return task.commit();
  }

  private static ClusterEvent needed(long number) {
    return new ClusterEvent(
        "needed-" + number,
        Instant.now(),
        "bench",
        new DataNeeded(CONFIG, "gpu-" + number % ASKING_NODES, ItemType.NPZ, 500L));
  }

  private void read(String key, Object value) {
    task.process(new Input(key, value, Instant.now(), offset++));
  }

  private static CatalogChange row(int item, boolean eligible, Instant now) {
    return CatalogChange.newBuilder()
        .setItemId("npz/" + CONFIG + "/" + CONFIG + "-" + item + ".npz")
        .setItemType(ItemType.NPZ)
        .setConfigKey(CONFIG)
        .setSha256("%064x".formatted(item + 1))
        .setSizeBytes(200_000_000L)
        .setEligible(eligible)
        .setReason(eligible ? "eligible" : "no_reachable_source")
        .setQualityScore(0.5 + item % 500 / 1000.0)
        .setSampleCount(100_000L)
        .setContentTime(now.minusMillis(item))
        .setHolders(List.of(HOLDER))
        .setSourceNode(HOLDER)
        .setOccurredAt(now)
        .build();
  }

  @Override
  public void close() {
    stores.forEach(StateStore::close);
    topics.close();
  }
}
