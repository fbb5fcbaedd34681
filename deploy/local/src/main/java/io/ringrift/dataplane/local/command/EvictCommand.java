package io.ringrift.dataplane.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.local.eviction.Removal;
import io.ringrift.dataplane.local.eviction.Removals;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.output.Output;
import io.ringrift.dataplane.local.output.Table;
import io.ringrift.dataplane.local.output.Units;
import io.ringrift.dataplane.local.query.KnownNodes;
import io.ringrift.dataplane.local.settings.Surroundings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code dataplane evict}: removes copies that aren't needed where they are. */
@Command(
    name = "evict",
    header = "Show which copies could be removed; with --yes, remove them.",
    description = {
      "A copy goes only if enough verified, reachable copies stay on other stable nodes: the"
          + " policy's minimum for the type, and at least one. What is in cold storage, what a"
          + " training or a need wants there and what a transfer reads stays. Every copy is decided"
          + " again when it is removed; the node's agent removes only the very file that was"
          + " decided about. Exit code 1 if any copy that was to go stays."
    },
    footer = {
      "",
      "Examples:",
      "  ./dataplane evict --node gpu-1",
      "  ./dataplane evict --node gpu-1 --type npz --older-than 30d --yes",
      "  ./dataplane evict --node gpu-1 npz/hex8_2p/hex8_2p-0001.npz"
    })
final class EvictCommand extends ClientCommand {
  @Parameters(paramLabel = "ITEM", arity = "0..*", description = "Only these items.")
  private List<String> items = new ArrayList<>();

  @Option(names = "--node", paramLabel = "NODE", description = "Only copies at this node.")
  private String node;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "Only GAME, MODEL, NPZ, CHECKPOINT or OTHER.")
  private String type;

  @Option(names = "--config", paramLabel = "KEY", description = "Only of this config.")
  private String config;

  @Option(
      names = "--pattern",
      paramLabel = "GLOB",
      description = "Only items whose id fits, e.g. 'npz/hex8_2p/*-00??.npz'; ** crosses folders.")
  private String pattern;

  @Option(
      names = "--older-than",
      paramLabel = "AGE",
      converter = Age.class,
      description = "Only content at least this old: 90s, 30m, 12h, 30d.")
  private Duration olderThan;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "1000",
      description = "At most N copies, 1..10000 (default: 1000).")
  private int limit;

  @Option(names = "--yes", description = "Remove them; without this it is only shown.")
  private boolean yes;

  @Option(
      names = "--wait",
      paramLabel = "AGE",
      converter = Age.class,
      defaultValue = "60s",
      description = "With --yes: how long to wait for the answers (default: 60s).")
  private Duration patience;

  EvictCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    if (node == null && items.isEmpty() && pattern == null) {
      throw Failure.usage("nothing says which copies, allowed: --node, --pattern or items");
    }
    List<Removal> removals = new ArrayList<>();
    boolean truncated = false;
    for (Map<String, String> question : questions()) {
      JsonNode answer = query().get("/v1/evictions", question);
      answer.path("copies").forEach(copy -> removals.add(Removal.of(copy)));
      truncated |= answer.path("truncated").asBoolean();
    }
    if (removals.isEmpty() && node != null && isUnknown(node)) {
      throw KnownNodes.unknown(node);
    }
    List<Removal> after = yes ? carryOut(removals) : removals;
    print(after, truncated);
    return yes && after.stream().anyMatch(Removal::stayed) ? Failure.NOT_SO : Failure.OK;
  }

  /** Asked only when there is nothing: copies can be claimed of a node that has no agent yet. */
  private boolean isUnknown(String nodeId) {
    return KnownNodes.ask(query()).filter(known -> !known.has(nodeId)).isPresent();
  }

  private List<Removal> carryOut(List<Removal> removals) {
    Removals all = new Removals(settings(), surroundings().clock());
    doing("waiting for the answers of streams-app and agents");
    return all.carryOut(removals, patience);
  }

  /** One question, or one an item. */
  private List<Map<String, String>> questions() {
    Map<String, String> common = new TreeMap<>();
    put(common, "node", node);
    put(common, "type", type);
    put(common, "config", config);
    put(common, "pattern", pattern);
    put(common, "older_than_s", olderThan == null ? null : "" + olderThan.toSeconds());
    put(common, "limit", "" + limit);
    if (items.isEmpty()) {
      return List.of(common);
    }
    List<Map<String, String>> questions = new ArrayList<>();
    for (String item : items) {
      Map<String, String> question = new TreeMap<>(common);
      question.put("item", item);
      questions.add(question);
    }
    return questions;
  }

  private static void put(Map<String, String> parameters, String name, String value) {
    if (value != null) {
      parameters.put(name, value);
    }
  }

  private void print(List<Removal> removals, boolean truncated) {
    Output output = output();
    if (output.isJson()) {
      ArrayNode rows = JsonNodeFactory.instance.arrayNode();
      removals.forEach(removal -> rows.add(json(removal)));
      output.json(rows);
      return;
    }
    if (removals.isEmpty()) {
      output.line("no copies fit");
    } else {
      Table table = Table.of("ITEM", "NODE", ">SIZE", "DECISION", "REASON");
      removals.forEach(
          r ->
              table.row(r.itemId(), r.nodeId(), Units.bytes(r.sizeBytes()), r.state(), r.reason()));
      output.table(table);
      output.line(summary(removals));
    }
    if (truncated) {
      output.line("more copies may fit: narrow the question, or ask for more with --limit");
    }
  }

  private String summary(List<Removal> removals) {
    List<Removal> go = removals.stream().filter(yes ? Removal::removed : Removal::mayGo).toList();
    String what =
        "%d of %d copies, %s"
            .formatted(
                go.size(),
                removals.size(),
                Units.bytes(go.stream().mapToLong(Removal::sizeBytes).sum()));
    return yes ? "removed: " + what : "would go: " + what + "; nothing was removed, --yes does it";
  }

  private static ObjectNode json(Removal removal) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("item_id", removal.itemId())
        .put("node_id", removal.nodeId())
        .put("sha256", removal.sha256())
        .put("size_bytes", removal.sizeBytes())
        .put("state", removal.state())
        .put("reason", removal.reason());
  }
}
