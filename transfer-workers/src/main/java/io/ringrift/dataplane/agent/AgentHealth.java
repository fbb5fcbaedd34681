package io.ringrift.dataplane.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.agent.fetch.DiskBudget;
import io.ringrift.dataplane.agent.fetch.PullStatus;
import io.ringrift.dataplane.agent.source.Holding;
import io.ringrift.dataplane.agent.source.ScanSummary;
import io.ringrift.dataplane.agent.source.ScrubSummary;
import io.ringrift.dataplane.agent.source.Validation;
import java.io.IOException;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** How an agent is, for {@code GET /v1/health}: what it holds, does, refuses and doesn't know. */
final class AgentHealth {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final NodeAgent agent;

  AgentHealth(NodeAgent agent) {
    this.agent = agent;
  }

  JsonNode json() {
    ObjectNode json = JSON.createObjectNode();
    json.put("node_id", agent.config().nodeId());
    json.put("boot", agent.index().bootNumber());
    json.put("endpoint", agent.endpoint().toString());
    json.put("data_root", agent.root().path().toString());
    json.put("mounted", agent.root().mounted());
    items(json.putObject("items"));
    scan(json.putObject("scan"));
    scrub(json.putObject("verified_again"));
    json.put("unreported", agent.index().unreportedCount());
    transfers(json.putObject("transfers"));
    disk(json.putObject("disk"));
    Map<String, Long> refused = new TreeMap<>();
    agent.verifier().refusals().forEach((reason, n) -> refused.put(reason.code(), n));
    agent
        .pulls()
        .refusals()
        .forEach((cause, n) -> refused.merge(cause.name().toLowerCase(Locale.ROOT), n, Long::sum));
    json.set("refused", JSON.valueToTree(refused));
    return json;
  }

  private void items(ObjectNode json) {
    Map<String, Long> count = new TreeMap<>();
    long bytes = 0;
    ObjectNode invalid = JSON.createObjectNode();
    for (Holding holding : agent.index().all()) {
      if (!holding.present()) {
        continue;
      }
      count.merge(holding.name().kind().name(), 1L, Long::sum);
      bytes += holding.content().stamp().size();
      if (holding.content().validation() == Validation.INVALID) {
        invalid.put(holding.name().itemId(), holding.content().evidence());
      }
    }
    json.set("count", JSON.valueToTree(count));
    json.put("bytes", bytes);
    json.set("invalid", invalid);
  }

  private void scan(ObjectNode json) {
    ScanSummary scan = agent.watch().summary();
    json.put("last_full_pass", String.valueOf(scan.at()));
    json.put("took_ms", scan.took().toMillis());
    json.put("files", scan.files());
    json.put("waiting_to_be_hashed", agent.watch().pending());
    json.set("unknown", JSON.valueToTree(scan.unknown()));
    json.set("snapshot_required", JSON.valueToTree(scan.snapshotRequired()));
    json.put("unfinished", scan.unfinished());
    json.put("links_not_followed", scan.links());
    json.set("unreadable", JSON.valueToTree(scan.unreadable()));
  }

  private void scrub(ObjectNode json) {
    ScrubSummary scrub = agent.scrub().summary();
    json.put("last_pass", String.valueOf(scrub.lastPass()));
    json.put("intact_files", scrub.intactFiles());
    json.put("intact_bytes", scrub.intactBytes());
    json.put("damaged_files", scrub.damagedFiles());
  }

  private void transfers(ObjectNode json) {
    json.put("pulls", agent.pulls().active());
    json.put("max_pulls", agent.pulls().limits().maxTransfers());
    json.put("sends", agent.activeSends());
    json.put("max_sends", agent.config().network().maxSends());
    json.put("sent_bytes", agent.transports().sentBytes());
    json.set("transports", JSON.valueToTree(agent.pulls().transports()));
    json.set("unavailable", JSON.valueToTree(agent.unavailable()));
    ObjectNode running = json.putObject("running");
    for (PullStatus status : agent.pulls().activeStatuses()) {
      running.put(
          status.order().operationId(),
          "%s %s: %d of %d bytes"
              .formatted(
                  status.order().name().itemId(),
                  status.order().peer(),
                  status.bytesDone(),
                  status.order().sizeBytes()));
    }
  }

  private void disk(ObjectNode json) {
    try {
      DiskBudget.Usage usage = agent.disk().usage();
      json.put("total_bytes", usage.totalBytes());
      json.put("free_bytes", usage.freeBytes());
    } catch (IOException e) {
      json.put("error", e.toString());
    }
    json.put("reserved_bytes", agent.disk().reservedBytes());
    json.put("limit_percent", agent.disk().limitPercent());
  }
}
