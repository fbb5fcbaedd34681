package io.ringrift.dataplane.streams.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.avro.Need;
import io.ringrift.dataplane.avro.NodeState;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.avro.Replica;
import io.ringrift.dataplane.contract.json.AvroJson;
import io.ringrift.dataplane.streams.codec.ItemCodec;
import io.ringrift.dataplane.streams.codec.NeedCodec;
import io.ringrift.dataplane.streams.codec.NodeCodec;
import io.ringrift.dataplane.streams.codec.PlacementCodec;
import io.ringrift.dataplane.streams.decision.EvictionGuard;
import io.ringrift.dataplane.streams.decision.Placement;
import io.ringrift.dataplane.streams.decision.item.EvictionDesk;
import io.ringrift.dataplane.streams.manifest.Leaving;
import io.ringrift.dataplane.streams.manifest.NodeTable;
import io.ringrift.dataplane.streams.manifest.Row;
import io.ringrift.dataplane.streams.model.Eviction;
import io.ringrift.dataplane.streams.model.EvictionRequest;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.topology.OpenOperations;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Which copies could be removed, decided by what decides requests, on the rows as they are now: a
 * dry run. Nothing is removed here.
 */
final class EvictionQueries {

  private static final String DRY_RUN = "dry-run";

  /** Said of what a request would have removed: this is none, and nothing is ordered. */
  private static final String WOULD_GO = "WOULD_GO";

  private final Tables tables;
  private final EvictionDesk desk;
  private final InstantSource clock;

  EvictionQueries(Tables tables, EvictionDesk desk, InstantSource clock) {
    this.tables = tables;
    this.desk = desk;
    this.clock = clock;
  }

  /** {@code GET /v1/evictions?item=&node=&type=&config=&pattern=&older_than_s=&limit=}. */
  Answer list(Query query) {
    Instant now = clock.instant();
    CopyFilter filter = CopyFilter.of(query, now);
    Rows<ManifestItem> found = rows(query, filter);
    Judge judge = new Judge(now);
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode copies = answer.putArray("copies");
    boolean more = found.truncated();
    for (ManifestItem item : found.rows()) {
      Row row = ItemCodec.toModel(item);
      for (Replica copy : item.getReplicas()) {
        if (filter.takes(item, copy) && copies.size() == query.limit()) {
          more = true;
        } else if (filter.takes(item, copy)) {
          Eviction decided = judge.decide(item, copy, row);
          row = judge.after(decided, row);
          copies.add(json(item, copy, decided));
        }
      }
    }
    answer.put("truncated", more);
    answer.put("partitions_held", tables.coverage().held());
    answer.put("partitions", tables.coverage().all());
    return Answer.json(answer);
  }

  private Rows<ManifestItem> rows(Query query, CopyFilter filter) {
    ReadOnlyKeyValueStore<String, ManifestItem> manifest = tables.table(StoreNames.MANIFEST);
    if (query.text("item").isPresent()) {
      ManifestItem item = manifest.get(query.required("item"));
      return new Rows<>(item == null ? List.of() : List.of(item), false);
    }
    return filter.prefix().isEmpty()
        ? Rows.all(manifest, filter::takes, query.limit())
        : Rows.prefix(manifest, filter.prefix(), filter::takes, query.limit());
  }

  private static ObjectNode json(ManifestItem item, Replica copy, Eviction decided) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("item_id", item.getItemId())
        .put("config_key", item.getConfigKey())
        .put("node_id", copy.getNodeId())
        .put("sha256", copy.getSha256())
        .put("size_bytes", copy.getSizeBytes())
        .put("content_time", AvroJson.time(CopyFilter.contentTime(item, copy)))
        .put("state", decided.ordered() ? WOULD_GO : decided.state().name())
        .put("reason", decided.reason());
  }

  /** Decides as the decisions and then the items stage would; reads what a config needs once. */
  private final class Judge {

    private final Instant now;
    private final NodeTable nodes = nodes();
    private final Map<String, List<Placement>> training = new HashMap<>();
    private final Map<String, List<io.ringrift.dataplane.streams.model.Need>> needs =
        new HashMap<>();

    Judge(Instant now) {
      this.now = now;
    }

    Eviction decide(ManifestItem item, Replica copy, Row row) {
      EvictionRequest request =
          new EvictionRequest(
              DRY_RUN,
              item.getItemId(),
              item.getConfigKey(),
              copy.getNodeId(),
              copy.getSha256(),
              "you",
              now);
      String config = item.getConfigKey();
      return EvictionGuard.objection(
              request,
              node -> nodes.sameFiles(node, request.nodeId()),
              training.computeIfAbsent(config, this::trainings),
              needs.computeIfAbsent(config, this::openNeeds))
          .map(reason -> Eviction.refused(request, reason, now))
          .or(
              () ->
                  desk.decide(
                      request,
                      row,
                      OpenOperations.of(
                          item.getItemId(),
                          tables.table(StoreNames.SLOTS),
                          tables.<OperationStatus>table(StoreNames.OPERATIONS)),
                      nodes,
                      now))
          .orElseThrow();
    }

    /** What goes first counts no longer for what comes next. */
    Row after(Eviction decided, Row row) {
      return decided.ordered()
          ? row.leaving(
              decided.nodeId(),
              new Leaving(
                  // Not of this request, so that none is taken for one answered before.
                  DRY_RUN + "-before", decided.boot(), decided.sequence(), decided.validUntil()),
              nodes,
              Set.of(),
              now)
          : row;
    }

    private List<Placement> trainings(String config) {
      List<Placement> active = new ArrayList<>();
      ReadOnlyKeyValueStore<String, byte[]> placements = tables.table(StoreNames.PLACEMENTS);
      try (KeyValueIterator<String, byte[]> range =
          placements.prefixScan(config + StoreNames.SEPARATOR, new StringSerializer())) {
        range.forEachRemaining(entry -> active.add(PlacementCodec.toModel(entry.value)));
      }
      active.removeIf(placement -> !placement.activeAt(now) || nodes.lost(placement.nodeId()));
      return active;
    }

    private List<io.ringrift.dataplane.streams.model.Need> openNeeds(String config) {
      return new NeedQueries(tables)
          .ofConfig(config, (Need need) -> true).rows().stream()
              .map(NeedCodec::toModel)
              .filter(io.ringrift.dataplane.streams.model.Need::open)
              .toList();
    }
  }

  private NodeTable nodes() {
    Map<String, Node> newest = new TreeMap<>();
    try (KeyValueIterator<String, NodeState> all =
        tables.<NodeState>table(StoreNames.ITEMS_NODES).all()) {
      all.forEachRemaining(
          entry ->
              newest.merge(
                  entry.key,
                  NodeCodec.toModel(entry.value),
                  (a, b) -> a.revision() >= b.revision() ? a : b));
    }
    return new NodeTable() {
      @Override
      public Node node(String nodeId) {
        return newest.get(nodeId);
      }

      @Override
      public Collection<Node> all() {
        return newest.values();
      }
    };
  }
}
