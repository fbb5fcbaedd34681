package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.avro.Need;
import io.ringrift.dataplane.contract.Topic;
import io.ringrift.dataplane.contract.Topics;
import io.ringrift.dataplane.streams.decision.DecisionPolicy;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;

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

  DecisionStores(StoreSource source, DecisionPolicy policy) {
    index = new DecisionIndex(source.store(INDEX));
    catalog = new StoredCatalog(source.store(ROWS), source.store(COUNTS), index, policy);
    needs = new StoredNeeds(source.store(NEEDS), index);
    placements = new StoredPlacements(source.store(PLACEMENTS));
    nodes = new StoredNodes(source.store(NODES));
    seen = new SeenEvents(source.store(SEEN), index.seenTimers(), seenFor(policy));
  }

  static List<StoreForm<?, ?>> forms(Topics topics, Topic<Need> needs) {
    return List.of(
        StoreForm.of(ROWS, topics.catalog()),
        new StoreForm<>(COUNTS, Serdes.String(), Serdes.String()),
        StoreForm.of(NEEDS, needs),
        new StoreForm<>(PLACEMENTS, Serdes.String(), Serdes.ByteArray()),
        StoreForm.of(NODES, topics.nodes()),
        new StoreForm<>(INDEX, Serdes.ByteArray(), Serdes.ByteArray()),
        new StoreForm<>(SEEN, Serdes.String(), Serdes.ByteArray()));
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
