package io.ringrift.dataplane.streams.nodefile;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.NodeKind;
import io.ringrift.dataplane.streams.node.DeclaredNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What stands in the file, entry by entry; what contradicts what is {@link Contradictions}' to say.
 *
 * @param nodes with the provider and region of their racks filled in
 * @param faults open: more are added
 */
record Entries(
    Map<String, Rack> racks,
    Set<String> shares,
    Links links,
    List<DeclaredNode> nodes,
    List<String> faults) {

  static final int MOST_TRANSFERS = 1_000;

  private static final Pattern ENDPOINT = Pattern.compile("https?://[^\\s/]+(?::\\d{1,5})?/?");

  /** No user: what stands there is in topics and on pages. */
  private static final Pattern BASE_URL = Pattern.compile("https?://[^\\s/?#@]+(?:/[^\\s?#]*)?");

  private static final Pattern ADDRESS = Pattern.compile("[0-9a-fA-F.:]*[.:][0-9a-fA-F.:]+");

  /**
   * @param provider null: not said
   * @param region null: not said
   */
  record Rack(String provider, String region) {}

  static Entries read(JsonNode tree) {
    List<String> faults = new ArrayList<>();
    Fields file = new Fields("file", tree, faults);
    Set<String> shares = file.words("shares");
    file.refuseOthers("racks", "links", "nodes");
    Map<String, Rack> racks = racks(tree.path("racks"), faults);
    Links links = Links.read(tree.path("links"), faults);
    List<DeclaredNode> nodes = new ArrayList<>();
    JsonNode listed = tree.path("nodes");
    if (!listed.isArray() || listed.isEmpty()) {
      faults.add("file: nodes is missing or empty, allowed: a list of nodes, each with an id");
    }
    for (int i = 0; i < listed.size(); i++) {
      DeclaredNode node = node(i + 1, listed.get(i), racks, links, faults);
      if (node != null) {
        nodes.add(node);
      }
    }
    return new Entries(racks, shares, links, nodes, faults);
  }

  private static Map<String, Rack> racks(JsonNode listed, List<String> faults) {
    Map<String, Rack> racks = new LinkedHashMap<>();
    if (!listed.isMissingNode() && !listed.isNull() && !listed.isObject()) {
      faults.add("file: racks is " + listed + ", allowed: rack: {provider, region}");
    }
    listed
        .fields()
        .forEachRemaining(
            each -> {
              Fields rack = new Fields("rack " + each.getKey(), each.getValue(), faults);
              racks.put(each.getKey(), new Rack(rack.word("provider"), rack.word("region")));
              rack.refuseOthers();
            });
    return racks;
  }

  /** Null if it has no usable id: nothing more can be said of it. */
  private static DeclaredNode node(
      int position, JsonNode entry, Map<String, Rack> racks, Links links, List<String> faults) {
    String id =
        entry.path("id").isValueNode() && !entry.path("id").isNull()
            ? new Fields("nodes, entry " + position, entry, faults).word("id")
            : null;
    if (id == null) {
      if (entry.path("id").asText("").isEmpty()) {
        faults.add("nodes, entry " + position + ": id is missing, allowed: the id of its agent");
      }
      return null;
    }
    Fields fields = new Fields("node " + id, entry, faults);
    String rackId = fields.word("rack");
    Rack rack = racks.getOrDefault(rackId == null ? "" : rackId, new Rack(null, null));
    String ownProvider = fields.word("provider");
    String provider = ownProvider == null ? rack.provider() : ownProvider;
    String region = fields.word("region");
    DeclaredNode node =
        new DeclaredNode(
            id,
            fields.one("kind", List.of(NodeKind.values())),
            provider,
            region == null ? rack.region() : region,
            rackId,
            fields.words("roles"),
            fields.matching("endpoint", ENDPOINT, "http://host:port"),
            fields.flag("nat"),
            fields.some("receives", ItemType.MOVED),
            fields.word("share"),
            fields.matchingAll("addresses", ADDRESS, "a list of IP addresses"),
            fields.number("disk_limit_percent", 1, 100),
            fields.number("max_transfers", 1, MOST_TRANSFERS),
            links.from(provider, rackId, id),
            fields.matching(
                "base_url", BASE_URL, "http://host:port/path, without user, query and fragment"));
    fields.refuseOthers("id");
    return node;
  }
}
