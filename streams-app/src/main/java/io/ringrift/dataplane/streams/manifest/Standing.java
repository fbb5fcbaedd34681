package io.ringrift.dataplane.streams.manifest;

import io.ringrift.dataplane.streams.model.CatalogRow;
import io.ringrift.dataplane.streams.model.ItemType;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What follows from an item's registers, the nodes and its open operations.
 *
 * @param current the content that counts, with what events said of it; null while none is validated
 *     and no bucket vouches for one
 * @param states by node id; every register and every target of an open operation has one
 * @param sharedBy by node id: nodes of a shared file system that see the current content without a
 *     word of their own agents
 * @param eligible whether rules may choose the item, freshness apart
 * @param reason why it is or isn't eligible
 * @param orphanedAt since when no copy of the current content can be reached; null while one can
 * @param backedUp whether the current content is in cold storage; null where the policy doesn't ask
 *     for it
 * @param leaving by node id: copies that their agents were told to remove
 */
public record Standing(
    ContentVersion current,
    SortedMap<String, ReplicaState> states,
    SortedMap<String, Shared> sharedBy,
    boolean eligible,
    String reason,
    Instant orphanedAt,
    Boolean backedUp,
    SortedMap<String, Leaving> leaving) {

  public static final String ELIGIBLE = "eligible";
  public static final String NO_VALIDATED_CONTENT = "no_validated_content";
  public static final String NO_REACHABLE_SOURCE = "no_reachable_source";
  public static final String TYPE_UNKNOWN = "type_unknown";

  /**
   * @param copyingTo targets of the item's open operations
   * @param before the standing as it was; null: the row is new
   */
  public static Standing of(
      Item item, NodeTable nodes, Set<String> copyingTo, Standing before, Instant now) {
    ContentVersion current = item.current(nodes::lost, nodes::unread);
    String sha256 = current == null ? null : current.sha256();
    SortedMap<String, Leaving> leaving = new TreeMap<>();
    if (before != null) {
      leaving.putAll(before.leaving);
      leaving
          .entrySet()
          .removeIf(e -> !e.getValue().concerns(item.replicas().get(e.getKey()), now));
    }
    SharedFiles files = new SharedFiles(item, sha256, leaving.keySet(), nodes);
    SortedMap<String, ReplicaState> states = new TreeMap<>();
    for (ReplicaRegister replica : item.replicas().values()) {
      states.put(
          replica.nodeId(),
          leaving.containsKey(replica.nodeId())
              ? ReplicaState.LEAVING
              : state(replica, sha256, files, nodes));
    }
    boolean reachable = states.containsValue(ReplicaState.AVAILABLE);
    SortedMap<String, Shared> sharedBy = files.seen();
    for (String member : sharedBy.keySet()) {
      states.put(member, nodes.online(member) ? ReplicaState.AVAILABLE : ReplicaState.UNREACHABLE);
    }
    for (String target : copyingTo) {
      if (states.get(target) != ReplicaState.AVAILABLE) {
        states.put(target, ReplicaState.COPYING);
      }
    }
    String reason = reason(item, current, reachable);
    boolean orphaned =
        current != null && !reachable && onlyAtNodesThatAreOffline(item, sha256, nodes);
    Boolean backedUp = before == null ? null : before.backedUp;
    Instant was = before == null ? null : before.orphanedAt;
    Instant orphanedAt = !orphaned ? null : was == null ? now : was;
    return new Standing(
        current, states, sharedBy, reason.equals(ELIGIBLE), reason, orphanedAt, backedUp, leaving);
  }

  /** A node that nothing was heard of yet is no dead node: its word comes on another topic. */
  private static boolean onlyAtNodesThatAreOffline(Item item, String sha256, NodeTable nodes) {
    return item.heldSomewhere(sha256, nodes::lost)
        && item.replicas().values().stream()
            .filter(replica -> replica.holds(sha256))
            .noneMatch(replica -> nodes.node(replica.nodeId()) == null);
  }

  private static ReplicaState state(
      ReplicaRegister replica, String current, SharedFiles files, NodeTable nodes) {
    if (!replica.present() || files.leaves(replica.nodeId())) {
      return ReplicaState.ABSENT;
    }
    if (replica.validation() == Validation.INVALID
        || (replica.holds(current) && files.foundDamaged(replica.nodeId()))) {
      return ReplicaState.SUSPECT;
    }
    if (nodes.lost(replica.nodeId())) {
      return ReplicaState.LOST;
    }
    if (!nodes.online(replica.nodeId())) {
      return ReplicaState.UNREACHABLE;
    }
    return current == null || replica.holds(current)
        ? ReplicaState.AVAILABLE
        : ReplicaState.OUTDATED;
  }

  private static String reason(Item item, ContentVersion current, boolean reachable) {
    if (item.itemType() == ItemType.OTHER) {
      return TYPE_UNKNOWN;
    }
    if (current == null) {
      return NO_VALIDATED_CONTENT;
    }
    return reachable ? ELIGIBLE : NO_REACHABLE_SOURCE;
  }

  /** Whether the node has the content, verified, and can be reached. */
  public boolean availableAt(String nodeId) {
    return current != null && states.get(nodeId) == ReplicaState.AVAILABLE;
  }

  /** The same with one more copy on its way out. */
  Standing with(String nodeId, Leaving order) {
    SortedMap<String, Leaving> more = new TreeMap<>(leaving);
    more.put(nodeId, order);
    return new Standing(current, states, sharedBy, eligible, reason, orphanedAt, backedUp, more);
  }

  Standing withBackup(Boolean isBackedUp) {
    return new Standing(
        current, states, sharedBy, eligible, reason, orphanedAt, isBackedUp, leaving);
  }

  /** How the item looks to the rules. */
  public CatalogRow catalogRow(Item item) {
    Set<String> holders = new TreeSet<>();
    Map<String, String> elsewhere = new TreeMap<>();
    if (current != null) {
      for (Map.Entry<String, ReplicaRegister> entry : item.replicas().entrySet()) {
        boolean lost = states.get(entry.getKey()) == ReplicaState.LOST;
        boolean goes =
            leaving.containsKey(entry.getKey())
                || states.get(entry.getKey()) == ReplicaState.ABSENT;
        if (entry.getValue().holds(current.sha256()) && !lost && !goes) {
          holders.add(entry.getKey());
          String path = entry.getValue().path();
          if (path != null && !path.endsWith("/" + item.itemId())) {
            elsewhere.put(entry.getKey(), path);
          }
        }
      }
      sharedBy.forEach(
          (member, shared) -> {
            holders.add(member);
            if (shared.path() != null && !shared.path().endsWith("/" + item.itemId())) {
              elsewhere.put(member, shared.path());
            }
          });
    }
    return new CatalogRow(
        item.itemId(),
        item.itemType(),
        item.configKey(),
        current == null ? null : current.sha256(),
        current == null ? 0 : current.sizeBytes(),
        eligible,
        reason,
        current == null || current.qualityScore() == null ? 0 : current.qualityScore(),
        current == null || current.sampleCount() == null ? 0 : current.sampleCount(),
        current == null || current.contentTime() == null ? Instant.EPOCH : current.contentTime(),
        holders,
        item.fact() == null ? null : item.fact().nodeId(),
        elsewhere);
  }
}
