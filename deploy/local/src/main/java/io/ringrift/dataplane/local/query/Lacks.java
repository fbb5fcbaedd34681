package io.ringrift.dataplane.local.query;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Transports that nodes would have but for a reason: one entry a reason, since many share it. */
public final class Lacks {

  private Lacks() {}

  /**
   * A transport that can't be used.
   *
   * @param nodes where, as they are listed
   */
  public record Lack(String transport, String reason, List<String> nodes) {
    @Override
    public String toString() {
      return "%s can't be used at %s: %s".formatted(transport, String.join(", ", nodes), reason);
    }
  }

  /**
   * @param nodes as {@code GET /v1/nodes} lists them; those offline are left out
   */
  public static List<Lack> of(Iterable<JsonNode> nodes) {
    Map<String, Map<String, List<String>>> found = new TreeMap<>();
    for (JsonNode node : nodes) {
      if (node.path("online").asBoolean()) {
        node.path("unavailable")
            .properties()
            .forEach(
                each ->
                    found
                        .computeIfAbsent(each.getKey(), transport -> new LinkedHashMap<>())
                        .computeIfAbsent(each.getValue().asText(), reason -> new ArrayList<>())
                        .add(node.path("node_id").asText()));
      }
    }
    List<Lack> lacks = new ArrayList<>();
    found.forEach(
        (transport, reasons) ->
            reasons.forEach((reason, at) -> lacks.add(new Lack(transport, reason, at))));
    return List.copyOf(lacks);
  }
}
