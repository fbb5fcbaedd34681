package io.ringrift.dataplane.streams.manifest;

import java.time.Instant;
import java.util.Set;

/** One row of the manifest as it is stored and published: registers and what follows from them. */
public record Row(Item item, Standing standing) {

  /** The row that stands once {@code delta} is merged into {@code before} (null: no row yet). */
  public static Row fold(
      Row before, Item delta, NodeTable nodes, Set<String> copyingTo, Instant now) {
    return of(before == null ? delta : before.item.merge(delta), before, nodes, copyingTo, now);
  }

  /** The row that the registers make, however they came about. */
  public static Row of(Item item, Row before, NodeTable nodes, Set<String> copyingTo, Instant now) {
    Standing was = before == null ? null : before.standing;
    return new Row(item, Standing.of(item, nodes, copyingTo, was, now));
  }

  /** Where the node has its copy, absolute; null if that can't be told. */
  public String pathAt(String nodeId) {
    Shared shared = standing.sharedBy().get(nodeId);
    return shared != null ? shared.path() : item.replicas().get(nodeId).path();
  }

  /** The same registers seen with the nodes and operations of now. */
  public Row refreshed(NodeTable nodes, Set<String> copyingTo, Instant now) {
    return new Row(item, Standing.of(item, nodes, copyingTo, standing, now));
  }

  /** The same, judged by the policy of backups. */
  public Row backedUp(Boolean isBackedUp) {
    return new Row(item, standing.withBackup(isBackedUp));
  }

  /** The same once the node's agent was told to remove its copy. */
  public Row leaving(
      String nodeId, Leaving order, NodeTable nodes, Set<String> copyingTo, Instant now) {
    return new Row(item, Standing.of(item, nodes, copyingTo, standing.with(nodeId, order), now));
  }
}
