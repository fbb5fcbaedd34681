package io.ringrift.dataplane.streams.replay;

import io.ringrift.dataplane.streams.manifest.ContentVersion;
import io.ringrift.dataplane.streams.manifest.Item;
import io.ringrift.dataplane.streams.manifest.ReplicaRegister;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What became of an item between two moments.
 *
 * @param before null: it wasn't known yet
 */
public record Change(String itemId, Item before, Item after) {

  /**
   * One register that changed.
   *
   * @param subject a node id, {@code current} for the content that counts, {@code events}
   * @param before null: nothing
   * @param after null: nothing
   */
  public record Step(String subject, String before, String after) {}

  /** Replicas first, by node; never empty for rows that differ in what people ask for. */
  public List<Step> steps() {
    List<Step> steps = new ArrayList<>();
    SortedMap<String, ReplicaRegister> was = before == null ? new TreeMap<>() : before.replicas();
    TreeSet<String> nodes = new TreeSet<>(was.keySet());
    nodes.addAll(after.replicas().keySet());
    for (String node : nodes) {
      add(steps, node, Registers.text(was.get(node)), Registers.text(replica(node)));
    }
    add(steps, "current", current(before), current(after));
    add(steps, "events", fact(before), fact(after));
    return steps;
  }

  private ReplicaRegister replica(String node) {
    Map<String, ReplicaRegister> replicas = after.replicas();
    return replicas.get(node);
  }

  private static void add(List<Step> steps, String subject, String before, String after) {
    if (!Objects.equals(before, after)) {
      steps.add(new Step(subject, before, after));
    }
  }

  private static String current(Item item) {
    ContentVersion current = item == null ? null : item.current();
    return current == null ? null : current.sha256();
  }

  private static String fact(Item item) {
    return item == null || item.fact() == null ? null : item.fact().eventId();
  }
}
