package io.ringrift.dataplane.streams.nodefile;

import io.ringrift.dataplane.streams.model.ItemType;
import io.ringrift.dataplane.streams.model.Node;
import io.ringrift.dataplane.streams.model.NodeKind;
import io.ringrift.dataplane.streams.node.DeclaredNode;
import io.ringrift.dataplane.streams.nodefile.Entries.Rack;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/** What can't be true together, each a sentence that names node, field, value and what would do. */
final class Contradictions {

  private final Entries entries;
  private final List<String> found = new ArrayList<>();

  Contradictions(Entries entries) {
    this.entries = entries;
  }

  List<String> find() {
    Set<String> ids = new HashSet<>();
    Map<String, String> endpoints = new HashMap<>();
    for (DeclaredNode node : entries.nodes()) {
      if (!ids.add(node.nodeId())) {
        fault(node, "id", node.nodeId(), "an id that no other node has");
      }
      String first =
          node.endpoint() == null ? null : endpoints.putIfAbsent(node.endpoint(), node.nodeId());
      if (first != null) {
        fault(
            node, "endpoint", node.endpoint(), "one that no other node has, " + first + " has it");
      }
      plain(node, endpoints);
      place(node);
      share(node);
      policy(node);
      roles(node);
      if (node.behindNat() && node.endpoint() != null) {
        fault(node, "endpoint", node.endpoint(), "none: with nat true nobody can call it");
      }
    }
    for (String share : entries.shares()) {
      if (entries.nodes().stream().noneMatch(node -> share.equals(node.share()))) {
        found.add("share %s: it has no member, allowed: one node or more".formatted(share));
      }
    }
    links();
    return found;
  }

  /** A plain file server: nobody is there to be called, and nothing can be brought there. */
  private void plain(DeclaredNode node, Map<String, String> urls) {
    if (node.baseUrl() == null) {
      return;
    }
    String first = urls.putIfAbsent(node.baseUrl(), node.nodeId());
    if (first != null) {
      fault(node, "base_url", node.baseUrl(), "one that no other node has, " + first + " has it");
    }
    if (node.endpoint() != null) {
      fault(node, "endpoint", node.endpoint(), "none: with base_url it has no agent");
    }
    if (node.behindNat()) {
      fault(node, "nat", true, "false: with base_url its files are fetched from there");
    }
    if (node.kind() == NodeKind.BUCKET) {
      fault(node, "kind", node.kind(), "HOST or DRIVE: a bucket is reached by s3");
    }
    if (!node.allows().isEmpty()) {
      fault(node, "receives", node.allows(), "none: with base_url nothing can be brought there");
    }
    Set<String> active = new TreeSet<>(node.roles());
    active.retainAll(Set.of(Node.TRAINING, Node.SERVING, Node.BACKUP));
    if (!active.isEmpty()) {
      fault(node, "roles", active, "others: with base_url nothing can be brought there");
    }
  }

  private void links() {
    Set<String> places = new TreeSet<>(entries.racks().keySet());
    entries.racks().values().stream()
        .map(Rack::provider)
        .filter(Objects::nonNull)
        .forEach(places::add);
    for (DeclaredNode node : entries.nodes()) {
      places.add(node.nodeId());
      if (node.provider() != null) {
        places.add(node.provider());
      }
    }
    Set<Set<String>> said = new HashSet<>();
    for (Links.Link link : entries.links().all()) {
      for (String place : List.of(link.a(), link.b())) {
        if (!places.contains(place)) {
          found.add(
              "link %s: between is %s, allowed: a node, a rack or a provider"
                  .formatted(link.text(), place));
        }
      }
      if (!said.add(Set.of(link.a(), link.b()))) {
        found.add("link %s: it is there twice, allowed: once".formatted(link.text()));
      }
    }
  }

  private void place(DeclaredNode node) {
    if (node.rack() == null) {
      return;
    }
    Rack rack = entries.racks().get(node.rack());
    if (rack == null) {
      fault(node, "rack", node.rack(), "one of racks: " + entries.racks().keySet());
      return;
    }
    if (rack.provider() != null && !rack.provider().equals(node.provider())) {
      fault(node, "provider", node.provider(), rack.provider() + ", as its rack has it");
    }
    if (rack.region() != null && !rack.region().equals(node.region())) {
      fault(node, "region", node.region(), rack.region() + ", as its rack has it");
    }
  }

  private void share(DeclaredNode node) {
    if (node.share() == null) {
      return;
    }
    if (!entries.shares().contains(node.share())) {
      fault(node, "share", node.share(), "one of shares: " + entries.shares());
    }
    if (node.kind() == NodeKind.BUCKET) {
      fault(node, "share", node.share(), "none: a bucket is no file system");
    }
  }

  private void policy(DeclaredNode node) {
    Set<ItemType> takes = node.allows();
    boolean modelsOnly = Node.modelsOnly(node.roles());
    if (modelsOnly && takes.stream().anyMatch(type -> type != ItemType.MODEL)) {
      fault(
          node,
          "receives",
          takes,
          "[MODEL] for a coordinator or a Mac, or any with the role " + Node.EXTERNAL_STORAGE);
    }
    boolean npz = (takes.isEmpty() || takes.contains(ItemType.NPZ)) && !modelsOnly;
    if (node.roles().contains(Node.TRAINING) && !npz) {
      fault(node, "roles", node.roles(), "without training: it gets no NPZ to train on");
    }
    if (node.roles().contains(Node.SERVING)
        && !takes.isEmpty()
        && !takes.contains(ItemType.MODEL)) {
      fault(node, "receives", takes, "MODEL among them, as it serves models");
    }
  }

  private void roles(DeclaredNode node) {
    boolean keeps = node.roles().contains(Node.STORAGE) || node.roles().contains(Node.BACKUP);
    if (node.roles().contains(Node.EPHEMERAL) && keeps) {
      fault(node, "roles", node.roles(), "ephemeral, or storage and backup: not both");
    }
  }

  private void fault(DeclaredNode node, String field, Object value, String allowed) {
    Object shown = value instanceof Set<?> set ? new TreeSet<>(set) : value;
    found.add("node %s: %s is %s, allowed: %s".formatted(node.nodeId(), field, shown, allowed));
  }
}
