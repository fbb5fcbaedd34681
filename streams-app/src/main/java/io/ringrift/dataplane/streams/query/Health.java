package io.ringrift.dataplane.streams.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.streams.topology.NodeStageStatus;
import java.util.Optional;

/**
 * Whether the process lives and whether it does its work. A suspended verdict on nodes is a warning
 * and not unreadiness: everything else goes on, and a restart would not help.
 */
final class Health {

  private final Vitals vitals;
  private final NodeStageStatus nodes;

  Health(Vitals vitals, NodeStageStatus nodes) {
    this.vitals = vitals;
    this.nodes = nodes;
  }

  /** {@code GET /health/live}. */
  Answer live(Query query) {
    query.allow();
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("live", vitals.alive()).put("state", vitals.state());
    return Answer.json(vitals.alive() ? 200 : 503, body);
  }

  /** {@code GET /health/ready}. */
  Answer ready(Query query) {
    query.allow();
    ObjectNode body = JsonNodeFactory.instance.objectNode();
    body.put("ready", ready());
    ArrayNode checks = body.putArray("checks");
    check(checks, "stages", vitals.running() ? "ok" : "failed", vitals.state());
    Optional<String> registry = vitals.registryFault();
    check(checks, "registry", registry.isEmpty() ? "ok" : "failed", registry.orElse("answers"));
    check(
        checks,
        "nodes",
        nodes.suspended().isPresent() ? "warning" : "ok",
        nodes.suspended().orElse(nodes.here() ? "judged here" : "judged by another instance"));
    return Answer.json(ready() ? 200 : 503, body);
  }

  boolean ready() {
    return vitals.running() && vitals.registryFault().isEmpty();
  }

  private static void check(ArrayNode checks, String name, String status, String detail) {
    checks.addObject().put("name", name).put("status", status).put("detail", detail);
  }
}
