package io.ringrift.dataplane.local.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.query.Lacks;
import io.ringrift.dataplane.local.query.QueryClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Checks by way of the query API. */
final class StreamsChecks {

  /** A node does without a transport because of it: that was chosen, and nothing is missing. */
  private static final String TLS_SETTING = "agent.tls.certificate";

  /** How an agent begins to tell why it can't use its bucket. */
  private static final String S3_PROBLEM = "s3: ";

  private StreamsChecks() {}

  static Finding ready(QueryClient query) {
    JsonNode health = query.get("/health/ready", Map.of());
    List<String> remarks = new ArrayList<>();
    for (JsonNode check : health.path("checks")) {
      if (!check.path("status").asText().equals("ok")) {
        remarks.add(check.path("name").asText() + ": " + check.path("detail").asText());
      }
    }
    return remarks.isEmpty()
        ? Finding.ok("streams-app", "ready")
        : Finding.warning("streams-app", String.join("; ", remarks), "look at its log");
  }

  static Finding nodes(QueryClient query) {
    List<String> offline = new ArrayList<>();
    List<String> full = new ArrayList<>();
    int all = 0;
    for (JsonNode node : query.get("/v1/nodes", Map.of()).path("nodes")) {
      all++;
      String id = node.path("node_id").asText();
      if (!node.path("online").asBoolean()) {
        offline.add(id + " (" + node.path("cause").asText() + ")");
      }
      if (isFull(node)) {
        full.add(id);
      }
    }
    if (all == 0) {
      return Finding.warning(
          "nodes", "none is known", "start an agent on each node: ./dataplane agent");
    }
    if (!offline.isEmpty()) {
      return Finding.warning(
          "nodes",
          offline.size() + " of " + all + " offline: " + String.join(", ", offline),
          "look at the agents there; HOST_ONLINE brings a node back at once");
    }
    return full.isEmpty()
        ? Finding.ok("nodes", "all " + all + " online")
        : Finding.warning(
            "nodes",
            "over their disk limit, take nothing more: " + String.join(", ", full),
            "free disk there, or raise agent.disk.limit.percent");
  }

  static Finding agents(QueryClient query) {
    List<String> silent = new ArrayList<>();
    int asked = 0;
    int secure = 0;
    for (JsonNode node : query.get("/v1/nodes", Map.of()).path("nodes")) {
      String endpoint = node.path("endpoint").asText("");
      if (endpoint.isEmpty() || !node.path("online").asBoolean() || isFileServer(node)) {
        continue;
      }
      if (endpoint.startsWith("https:")) {
        // Whom they trust is the workers' business: this command has no certificate.
        secure++;
        continue;
      }
      asked++;
      try {
        new QueryClient(endpoint).get("/v1/health", Map.of());
      } catch (Failure e) {
        silent.add(node.path("node_id").asText() + " at " + endpoint);
      }
    }
    String unasked = secure == 0 ? "" : secure + " speak TLS and weren't asked";
    return silent.isEmpty()
        ? Finding.ok("agents", asked + " answer" + (unasked.isEmpty() ? "" : ", " + unasked))
        : Finding.warning(
            "agents",
            "said to be online, but not reached from here: "
                + String.join(", ", silent)
                + (unasked.isEmpty() ? "" : "; " + unasked),
            "workers must reach them: check agent.endpoint and the network");
  }

  /** A plain file server, which has no agent. */
  private static boolean isFileServer(JsonNode node) {
    JsonNode transports = node.path("transports");
    return transports.size() == 1 && transports.get(0).asText().equals("plain_http");
  }

  /** As the nodes themselves find the bucket: credentials and network are theirs, not ours. */
  static Finding s3(QueryClient query) {
    List<String> working = new ArrayList<>();
    List<String> troubled = new ArrayList<>();
    for (JsonNode node : query.get("/v1/nodes", Map.of()).path("nodes")) {
      String problem = node.path("source").path("problem").asText("");
      if (!node.path("online").asBoolean()) {
        continue;
      }
      if (problem.startsWith(S3_PROBLEM)) {
        troubled.add(node.path("node_id").asText() + ": " + problem.substring(S3_PROBLEM.length()));
      } else if (transports(node).contains("s3")) {
        working.add(node.path("node_id").asText());
      }
    }
    if (!troubled.isEmpty()) {
      return Finding.warning(
          "s3",
          String.join("; ", troubled),
          "do what is said there at those nodes; their agents look at the bucket every 30 s");
    }
    return working.isEmpty()
        ? Finding.ok("s3", "no node has a bucket")
        : Finding.ok("s3", "used by " + String.join(", ", working));
  }

  /** What nodes can't use, but for the bucket, which has its own line. */
  static Finding transports(QueryClient query) {
    List<String> chosen = new ArrayList<>();
    List<String> missing = new ArrayList<>();
    for (Lacks.Lack lack : Lacks.of(query.get("/v1/nodes", Map.of()).path("nodes"))) {
      if (lack.reason().contains(TLS_SETTING)) {
        chosen.add(lack.toString());
      } else if (!lack.transport().equals("s3")) {
        missing.add(lack.toString());
      }
    }
    if (!missing.isEmpty()) {
      return Finding.warning(
          "transports",
          String.join("; ", missing),
          "./dataplane doctor --install on such a node says what to install; its agent notices"
              + " within 30 s");
    }
    return Finding.ok(
        "transports",
        chosen.isEmpty() ? "all work that the nodes are to have" : String.join("; ", chosen));
  }

  private static List<String> transports(JsonNode node) {
    List<String> names = new ArrayList<>();
    node.path("transports").forEach(name -> names.add(name.asText()));
    return names;
  }

  static Finding operations(QueryClient query) {
    int failed = query.get("/v1/operations", Map.of("state", "FAILED")).path("operations").size();
    return failed == 0
        ? Finding.ok("operations", "none failed")
        : Finding.warning(
            "operations", failed + " failed", "./dataplane ops --state FAILED shows why");
  }

  private static boolean isFull(JsonNode node) {
    long total = node.path("disk_total_bytes").asLong();
    long used = total - node.path("disk_free_bytes").asLong();
    return total > 0 && used * 100 >= total * node.path("disk_limit_percent").asLong(100);
  }
}
