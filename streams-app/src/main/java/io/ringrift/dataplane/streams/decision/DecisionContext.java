package io.ringrift.dataplane.streams.decision;

import io.ringrift.dataplane.streams.manifest.NodeTable;
import io.ringrift.dataplane.streams.model.CatalogRow;
import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Node;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a rule may look at.
 *
 * @param loggedAt log time of what is answered; long before {@code now} where history is read again
 */
public record DecisionContext(
    CatalogView catalog,
    NodeTable nodes,
    PlacementView placements,
    NeedView needs,
    DecisionPolicy policy,
    Instant loggedAt,
    Instant now) {

  public DecisionContext {
    Objects.requireNonNull(catalog, "catalog");
    Objects.requireNonNull(nodes, "nodes");
    Objects.requireNonNull(placements, "placements");
    Objects.requireNonNull(needs, "needs");
    Objects.requireNonNull(policy, "policy");
    Objects.requireNonNull(loggedAt, "loggedAt");
    Objects.requireNonNull(now, "now");
  }

  /** Whether what is answered is young enough to start something. */
  public boolean startsSomething() {
    return policy.startsSomething(loggedAt, now);
  }

  /** Eligible, fresh rows that meet the criteria, best first. */
  public List<CatalogRow> best(String configKey, ItemType type, Criteria criteria, int limit) {
    return catalog.best(configKey, type, criteria, limit, now);
  }

  public Optional<Node> node(String nodeId) {
    return Optional.ofNullable(nodeId == null ? null : nodes.node(nodeId));
  }

  /** By node id. */
  public List<Node> nodesWithRole(String role) {
    return nodes.all().stream()
        .filter(node -> node.hasRole(role) && !node.lost())
        .sorted(Comparator.comparing(Node::nodeId))
        .toList();
  }

  /** Where the config trains now. */
  public List<Placement> activePlacements(String configKey) {
    return placements.ofConfig(configKey).stream()
        .filter(p -> p.activeAt(now) && !nodes.lost(p.nodeId()))
        .toList();
  }

  /** What trains at the node now. */
  public List<Placement> activePlacementsAt(String nodeId) {
    return placements.atNode(nodeId).stream().filter(p -> p.activeAt(now)).toList();
  }

  /** Where the config trained last, as far as that was told and not guessed. */
  public Optional<String> lastTrainedAt(String configKey) {
    return placements.ofConfig(configKey).stream()
        .filter(p -> !p.guessed())
        .max(Comparator.comparing(Placement::startedAt).thenComparing(Placement::nodeId))
        .map(Placement::nodeId);
  }
}
