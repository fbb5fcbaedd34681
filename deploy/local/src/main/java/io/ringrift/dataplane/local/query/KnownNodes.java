package io.ringrift.dataplane.local.query;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringrift.dataplane.local.output.Failure;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether the system has heard of a node: a misspelt name looks like one that has nothing. */
public final class KnownNodes {
  private final Set<String> ids;

  private KnownNodes(Set<String> ids) {
    this.ids = ids;
  }

  /** Empty where that can't be found out: not knowing is no reason to fail. */
  public static Optional<KnownNodes> ask(QueryClient query) {
    try {
      JsonNode answer = query.get("/v1/nodes", Map.of());
      return Optional.of(
          new KnownNodes(
              Fields.each(answer, "nodes")
                  .map(node -> Fields.text(node, "node_id"))
                  .collect(Collectors.toSet())));
    } catch (Failure e) {
      return Optional.empty();
    }
  }

  public boolean has(String nodeId) {
    return ids.contains(nodeId);
  }

  /** What to say of a question about a node that isn't there. */
  public static Failure unknown(String nodeId) {
    return Failure.notSo("no node '" + nodeId + "' is known").next("./dataplane nodes lists them");
  }
}
