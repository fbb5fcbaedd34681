package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.avro.Need;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.streams.decision.DecisionPolicy;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The stores of the decisions stage as the rules see them; one task's part of each.
 *
 * <pre>
 *   catalog-rows     config 0 type 0 item   CatalogChange
 *   catalog-counts   config 0 type          "2 stale, 5 usable"
 *   needs            config 0 need          Need
 *   placements       config 0 node          Placement, as JSON
 *   decisions-nodes  node                   NodeState
 *   decisions-index  see {@link DecisionIndex}
 *   seen-events      event                  offset of the record that brought it
 * </pre>
 */
final class DecisionStores {

  static final String ROWS = "catalog-rows";
  static final String COUNTS = "catalog-counts";
  static final String NEEDS = "needs";
  static final String PLACEMENTS = "placements";
  static final String NODES = "decisions-nodes";
  static final String INDEX = "decisions-index";
  static final String SEEN = "seen-events";

  private final DecisionIndex index;
  private final StoredCatalog catalog;
  private final StoredNeeds needs;
  private final StoredPlacements placements;
  private final StoredNodes nodes;
  private final SeenEvents seen;

  DecisionStores(ProcessorContext<?, ?> context, DecisionPolicy policy) {
    index = new DecisionIndex(context.getStateStore(INDEX));
    catalog =
        new StoredCatalog(
            context.getStateStore(ROWS), context.getStateStore(COUNTS), index, policy);
    needs = new StoredNeeds(context.getStateStore(NEEDS), index);
    placements = new StoredPlacements(context.getStateStore(PLACEMENTS));
    nodes = new StoredNodes(context.getStateStore(NODES));
    seen = new SeenEvents(context.getStateStore(SEEN), index.seenTimers(), seenFor(policy));
  }

  static List<StoreBuilder<?>> builders(Topics topics, Topic<Need> needs) {
    return List.of(
        TopicStore.of(ROWS, topics.catalog()),
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(COUNTS), Serdes.String(), Serdes.String()),
        TopicStore.of(NEEDS, needs),
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(PLACEMENTS), Serdes.String(), Serdes.ByteArray()),
        TopicStore.of(NODES, topics.nodes()),
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(INDEX), Serdes.ByteArray(), Serdes.ByteArray()),
        Stores.keyValueStoreBuilder(
            Stores.persistentKeyValueStore(SEEN), Serdes.String(), Serdes.ByteArray()));
  }

  /** What is older starts nothing anyway; an hour more for clocks and stoppages. */
  private static Duration seenFor(DecisionPolicy policy) {
    return policy.intentMaxAge().plusHours(1);
  }

  DecisionIndex index() {
    return index;
  }

  StoredCatalog catalog() {
    return catalog;
  }

  StoredNeeds needs() {
    return needs;
  }

  StoredPlacements placements() {
    return placements;
  }

  StoredNodes nodes() {
    return nodes;
  }

  SeenEvents seen() {
    return seen;
  }
}
