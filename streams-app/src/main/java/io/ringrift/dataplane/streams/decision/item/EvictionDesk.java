package io.ringrift.dataplane.streams.decision.item;

import io.ringrift.dataplane.streams.manifest.Leaving;
import io.ringrift.dataplane.streams.manifest.NodeTable;
import io.ringrift.dataplane.streams.manifest.ReplicaRegister;
import io.ringrift.dataplane.streams.manifest.Row;
import io.ringrift.dataplane.streams.manifest.Shared;
import io.ringrift.dataplane.streams.manifest.Validation;
import io.ringrift.dataplane.streams.model.Eviction;
import io.ringrift.dataplane.streams.model.EvictionRequest;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.NodeKind;
import io.ringrift.dataplane.streams.model.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Decides whether one copy of an item may be removed.
 *
 * <h2>Constraints</h2>
 *
 * <ul>
 *   <li>Cold storage is never deleted.
 *   <li>Elsewhere stay as many verified, reachable copies of the content that counts, on stable
 *       nodes, as the policy's minimum for the type, and at least one. What was ordered to go
 *       before counts no longer.
 *   <li>Nothing goes that an operation is bringing, or may be reading.
 * </ul>
 *
 * <p>The same row gives the same answer, so a dry run shows what would be decided.
 */
public final class EvictionDesk {

  public static final String UNKNOWN_ITEM = "unknown_item";
  public static final String NO_COPY = "no_copy";
  public static final String CONTENT_CHANGED = "content_changed";
  public static final String ALREADY_ORDERED = "already_ordered";
  public static final String NODE_UNREACHABLE = "node_unreachable";
  public static final String COLD_STORAGE = "cold_storage";
  public static final String SHADOW = "shadow";
  public static final String ON_ITS_WAY = "operation_to_it";
  public static final String BEING_READ = "operation_from_it";
  public static final String TOO_FEW_COPIES = "too_few_copies";
  public static final String SHARE_UNKNOWN = "share_unknown";
  public static final String TOO_OLD = "request_too_old";

  /** An agent that hasn't removed the copy by then leaves it: others may be gone by that time. */
  static final Duration VALID = Duration.ofMinutes(5);

  /** So that a stage that reads old requests again starts nothing. */
  private static final Duration FRESH = Duration.ofMinutes(10);

  private final ItemPolicy policy;
  private final Predicate<String> shadowed;

  /**
   * @param shadowed nodes at which nothing is done, only decided
   */
  public EvictionDesk(ItemPolicy policy, Predicate<String> shadowed) {
    this.policy = policy;
    this.shadowed = shadowed;
  }

  /** Whether a request logged at this time asks for too little patience to be carried out now. */
  public static Optional<Eviction> tooOld(EvictionRequest request, Instant loggedAt, Instant now) {
    return now.isAfter(loggedAt.plus(FRESH))
        ? Optional.of(
            Eviction.refused(
                request,
                TOO_OLD + ": asked for at " + loggedAt + ", carried out within 10 minutes or not",
                now))
        : Optional.empty();
  }

  /**
   * The decision; empty for a request that this row was answered for before.
   *
   * @param row null: the item is unknown
   * @param open the item's open operations
   */
  public Optional<Eviction> decide(
      EvictionRequest request, Row row, List<Operation> open, NodeTable nodes, Instant now) {
    ReplicaRegister copy = row == null ? null : row.item().replicas().get(request.nodeId());
    Leaving leaving = row == null ? null : row.standing().leaving().get(request.nodeId());
    if (leaving != null && leaving.requestId().equals(request.requestId())) {
      return Optional.empty();
    }
    String against =
        row == null
            ? UNKNOWN_ITEM + ": nothing is known of " + request.itemId()
            : against(request, row, copy, leaving, open, nodes);
    if (against != null) {
      return Optional.of(Eviction.refused(request, against, now));
    }
    return Optional.of(
        new Eviction(
            request.requestId(),
            request.itemId(),
            request.nodeId(),
            request.sha256(),
            Eviction.State.ORDERED,
            "asked_for: by " + request.requestedBy() + "; " + left(request, row, nodes),
            copy.boot(),
            copy.sequence(),
            now.plus(VALID),
            now));
  }

  /** Null: nothing is against it. */
  private String against(
      EvictionRequest request,
      Row row,
      ReplicaRegister copy,
      Leaving leaving,
      List<Operation> open,
      NodeTable nodes) {
    String node = request.nodeId();
    Shared shows = row.standing().sharedBy().get(node);
    if (shows != null) {
      return NO_COPY + ": " + node + " sees the copy of " + shows.by() + "; ask for that one";
    }
    if (copy == null || !copy.present()) {
      return NO_COPY + ": " + node + " has no copy";
    }
    if (!copy.sha256().equals(request.sha256())) {
      return CONTENT_CHANGED + ": " + node + " now has content " + copy.sha256();
    }
    if (leaving != null) {
      return ALREADY_ORDERED + ": by request " + leaving.requestId();
    }
    if (nodes.node(node) != null && sharesWithUnknown(nodes.node(node))) {
      return SHARE_UNKNOWN
          + ": its agent says that others have the same files, and the node file doesn't say who";
    }
    for (Node each : losers(node, nodes)) {
      if (each.kind() == NodeKind.BUCKET || each.hasRole(Node.BACKUP)) {
        return COLD_STORAGE + ": what is in cold storage is never removed";
      }
    }
    if (nodes.node(node) != null && nodes.node(node).plain()) {
      return NODE_UNREACHABLE + ": " + node + " has no agent that could remove it";
    }
    if (!nodes.online(node)) {
      return NODE_UNREACHABLE + ": ask again when " + node + " is online";
    }
    for (Node each : losers(node, nodes)) {
      if (shadowed.test(each.nodeId())) {
        return SHADOW + ": nothing is done at " + each.nodeId();
      }
    }
    for (Operation operation : open) {
      if (nodes.sameFiles(operation.targetNode(), node)) {
        return ON_ITS_WAY
            + ": "
            + operation.operationId()
            + " brings it to "
            + operation.targetNode();
      }
      if (reads(operation, node, nodes)) {
        return BEING_READ + ": " + operation.operationId() + " may read it there";
      }
    }
    return verifiedElsewhere(row, node, nodes).size() < needed(row)
        ? TOO_FEW_COPIES + ": " + left(request, row, nodes)
        : null;
  }

  /** Who won't have the copy any more: the node and those that share its files. */
  private static List<Node> losers(String nodeId, NodeTable nodes) {
    Node node = nodes.node(nodeId);
    return node == null ? List.of() : nodes.sharers(node);
  }

  private static boolean reads(Operation operation, String node, NodeTable nodes) {
    return operation.moving()
        && operation.sources().stream().anyMatch(each -> nodes.sameFiles(each.nodeId(), node));
  }

  private int needed(Row row) {
    return Math.max(1, policy.least(row.item().itemType()));
  }

  private String left(EvictionRequest request, Row row, NodeTable nodes) {
    List<String> elsewhere = verifiedElsewhere(row, request.nodeId(), nodes);
    return "%d verified copies on other stable nodes%s, needed: %d"
        .formatted(
            elsewhere.size(),
            elsewhere.isEmpty() ? "" : " (" + String.join(", ", elsewhere) + ")",
            needed(row));
  }

  /** One holder for each copy: what lies on one shared file system is one. */
  private static List<String> verifiedElsewhere(Row row, String except, NodeTable nodes) {
    SortedMap<String, String> byVolume = new TreeMap<>();
    for (Node node : nodes.all()) {
      if (node.stable()
          && row.standing().current().validated()
          && verifiedAt(row, node)
          && !sharesWithUnknown(node)
          && !nodes.sameFiles(node.nodeId(), except)
          && nodes.sharers(node).stream().noneMatch(each -> deniedBy(row, each))) {
        byVolume.putIfAbsent(nodes.volume(node.nodeId()), node.nodeId());
      }
    }
    return byVolume.values().stream().sorted().toList();
  }

  private static boolean sharesWithUnknown(Node node) {
    return node.sharedRoot() && node.share() == null;
  }

  private static boolean verifiedAt(Row row, Node node) {
    ReplicaRegister copy = row.item().replicas().get(node.nodeId());
    return copy != null
        && !row.standing().sharedBy().containsKey(node.nodeId())
        && row.standing().availableAt(node.nodeId())
        && verified(copy, node);
  }

  /**
   * Whether one that shares the files says that the copy is gone, damaged or on its way out. Others
   * may not have looked since: until they agree, it is not counted on.
   */
  private static boolean deniedBy(Row row, Node node) {
    ReplicaRegister copy = row.item().replicas().get(node.nodeId());
    return row.standing().leaving().containsKey(node.nodeId())
        || (copy != null && !node.lost() && !copy.holds(row.standing().current().sha256()));
  }

  /**
   * Read by the node's agent, or received by it under its hash; no agent vouches for what a bucket
   * lists or what was imported (boot 0).
   */
  private static boolean verified(ReplicaRegister copy, Node node) {
    return copy.validation() == Validation.VALID
        || (copy.validation() == Validation.CLAIMED
            && copy.boot() > 0
            && node.kind() != NodeKind.BUCKET);
  }

  /** Orders whose time is over while the copy is still there: it counts again. */
  public static List<Eviction> expired(Row before, Row after, Instant now) {
    List<Eviction> expired = new ArrayList<>();
    if (before == null || before.standing().leaving().isEmpty()) {
      return expired;
    }
    before
        .standing()
        .leaving()
        .forEach(
            (node, order) -> {
              ReplicaRegister was = before.item().replicas().get(node);
              if (!after.standing().leaving().containsKey(node)
                  && was.equals(after.item().replicas().get(node))) {
                expired.add(
                    new Eviction(
                        order.requestId(),
                        after.item().itemId(),
                        node,
                        was.sha256(),
                        Eviction.State.EXPIRED,
                        "no_answer: the agent didn't remove it by " + order.until(),
                        order.boot(),
                        order.sequence(),
                        null,
                        now));
              }
            });
    return expired;
  }
}
