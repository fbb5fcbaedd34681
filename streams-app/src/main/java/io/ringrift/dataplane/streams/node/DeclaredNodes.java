package io.ringrift.dataplane.streams.node;

import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the node file says, by node id. */
public record DeclaredNodes(Map<String, DeclaredNode> byId) {

  /** No file. */
  public static final DeclaredNodes NONE = new DeclaredNodes(Map.of());

  public DeclaredNodes {
    byId = Collections.unmodifiableMap(new TreeMap<>(byId));
  }

  /** Null if the file doesn't name it. */
  DeclaredNode node(String nodeId) {
    return byId.get(nodeId);
  }

  public Set<String> ids() {
    return byId.keySet();
  }

  public Collection<DeclaredNode> all() {
    return byId.values();
  }
}
