package io.ringrift.dataplane.streams.replay;

import io.ringrift.dataplane.streams.manifest.ContentVersion;
import io.ringrift.dataplane.streams.manifest.Item;
import io.ringrift.dataplane.streams.manifest.ReplicaRegister;
import io.ringrift.dataplane.streams.replay.Finding.Code;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * An item whose live row isn't what the history says.
 *
 * @param live null: the manifest has no such item
 * @param rebuilt null: the history has no such item
 */
public record Difference(String itemId, Item live, Item rebuilt) {

  private static final Comparator<ReplicaRegister> BY_NUMBER =
      Comparator.comparingLong(ReplicaRegister::boot).thenComparingLong(ReplicaRegister::sequence);

  /** What is wrong, one by one; never empty for rows that differ. */
  public List<Finding> findings() {
    if (live == null) {
      return List.of(new Finding(Code.ITEM_MISSING, itemId, null, summary(rebuilt)));
    }
    if (rebuilt == null) {
      return List.of(new Finding(Code.ITEM_TOO_MANY, itemId, summary(live), null));
    }
    List<Finding> findings = new ArrayList<>();
    field(findings, Code.OTHER_IDENTITY, "item_type", live.itemType(), rebuilt.itemType());
    field(findings, Code.OTHER_IDENTITY, "config_key", live.configKey(), rebuilt.configKey());
    for (String node : union(live.replicas().keySet(), rebuilt.replicas().keySet())) {
      replica(findings, node, live.replicas().get(node), rebuilt.replicas().get(node));
    }
    for (String hash : union(live.contents().keySet(), rebuilt.contents().keySet())) {
      content(findings, hash, live.contents().get(hash), rebuilt.contents().get(hash));
    }
    field(findings, Code.OTHER_FACT, "events", live.fact(), rebuilt.fact());
    return findings;
  }

  /**
   * What has to go from the live row before the history's is merged into it: each register that the
   * history has otherwise or not at all; null when there is no live row.
   */
  public Item withdrawn() {
    if (live == null) {
      return null;
    }
    return new Item(
        itemId,
        live.itemType(),
        live.configKey(),
        unsupported(live.replicas(), rebuilt == null ? Map.of() : rebuilt.replicas()),
        unsupported(live.contents(), rebuilt == null ? Map.of() : rebuilt.contents()),
        rebuilt != null && Objects.equals(live.fact(), rebuilt.fact()) ? null : live.fact());
  }

  private static <V> SortedMap<String, V> unsupported(Map<String, V> live, Map<String, V> rebuilt) {
    SortedMap<String, V> wrong = new TreeMap<>(live);
    rebuilt.forEach(wrong::remove);
    return wrong;
  }

  private static void replica(
      List<Finding> findings, String node, ReplicaRegister live, ReplicaRegister rebuilt) {
    if (!Objects.equals(live, rebuilt)) {
      findings.add(
          new Finding(code(live, rebuilt), node, Registers.text(live), Registers.text(rebuilt)));
    }
  }

  private static Code code(ReplicaRegister live, ReplicaRegister rebuilt) {
    if (live == null) {
      return Code.LOST_REPORT;
    }
    if (rebuilt == null) {
      return Code.UNFOUNDED_REPLICA;
    }
    int order = BY_NUMBER.compare(live, rebuilt);
    if (order < 0) {
      return Code.LOST_REPORT;
    }
    if (live.present() && !rebuilt.present()) {
      return Code.RESURRECTED_REPLICA;
    }
    if (order > 0) {
      return Code.UNFOUNDED_REPLICA;
    }
    return Objects.equals(live.sha256(), rebuilt.sha256()) ? Code.OTHER_WORDS : Code.FLIPPED_HASH;
  }

  private static void content(
      List<Finding> findings, String hash, ContentVersion live, ContentVersion rebuilt) {
    Code code =
        live == null
            ? Code.LOST_CONTENT
            : rebuilt == null ? Code.UNFOUNDED_CONTENT : Code.OTHER_CONTENT;
    field(findings, code, hash, live, rebuilt);
  }

  private static void field(
      List<Finding> findings, Code code, String subject, Object live, Object rebuilt) {
    if (!Objects.equals(live, rebuilt)) {
      findings.add(
          new Finding(
              code, subject, Objects.toString(live, null), Objects.toString(rebuilt, null)));
    }
  }

  private static String summary(Item item) {
    return item.replicas().size() + " replicas, " + item.contents().size() + " contents";
  }

  private static SortedSet<String> union(java.util.Set<String> some, java.util.Set<String> others) {
    SortedSet<String> all = new TreeSet<>(some);
    all.addAll(others);
    return all;
  }
}
