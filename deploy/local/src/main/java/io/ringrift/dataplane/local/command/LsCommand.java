package io.ringrift.dataplane.local.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.avro.ManifestItem;
import io.ringrift.dataplane.contract.json.AvroJson;
import io.ringrift.dataplane.local.output.Failure;
import io.ringrift.dataplane.local.output.Table;
import io.ringrift.dataplane.local.output.Units;
import io.ringrift.dataplane.local.query.Tables;
import io.ringrift.dataplane.local.settings.Surroundings;
import io.ringrift.dataplane.streams.replay.kafka.TimeTravel;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code dataplane ls}: items of the manifest. */
@Command(
    name = "ls",
    header = "List items of the manifest.",
    footer = {
      "",
      "Examples:",
      "  ./dataplane ls",
      "  ./dataplane ls --config hex8_2p --type NPZ",
      "  ./dataplane ls --config hex8_2p --output json",
      "  ./dataplane ls --policy",
      "  ./dataplane ls --at 2026-11-20T10:00Z"
    })
final class LsCommand extends ListCommand {
  /** As the query API's. */
  private static final int DEFAULT_LIMIT = 100;

  @Option(names = "--config", paramLabel = "KEY", description = "Only of this config.")
  private String config;

  @Option(
      names = "--type",
      paramLabel = "TYPE",
      description = "Only GAME, MODEL, NPZ, CHECKPOINT or OTHER.")
  private String type;

  @Option(names = "--limit", paramLabel = "N", description = "At most N.")
  private Integer limit;

  @Option(
      names = "--at",
      paramLabel = "TIME",
      description = "As they were known then, read from the history.")
  private String at;

  private Instant began;

  @Option(
      names = "--policy",
      description = "How much of what should be in cold storage is there, by type.")
  private boolean policy;

  LsCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    if (policy && (config != null || type != null || limit != null || at != null)) {
      throw Failure.usage("--policy is given with another option, allowed: --policy alone");
    }
    return super.call();
  }

  @Override
  JsonNode answer(Map<String, String> given) {
    if (at == null) {
      return super.answer(given);
    }
    Instant time = HistoryAccess.time("--at", at);
    began = surroundings().clock().instant();
    TimeTravel.Listing found =
        new HistoryAccess(this)
            .past(past -> past.items(time, this::wanted, limit == null ? DEFAULT_LIMIT : limit));
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    answer.set(field(), AvroJson.array(found.items()));
    answer.put("truncated", found.truncated());
    return answer;
  }

  private boolean wanted(ManifestItem item) {
    return (config == null || item.getConfigKey().equals(config))
        && (type == null || item.getItemType().name().equalsIgnoreCase(type));
  }

  @Override
  Optional<String> remark(JsonNode answer) {
    if (policy && answer.path("partitions_held").asInt() < answer.path("partitions").asInt()) {
      return Optional.of(
          "counted in %d of %d partitions: ask the other instances too"
              .formatted(
                  answer.path("partitions_held").asInt(), answer.path("partitions").asInt()));
    }
    return at == null
        ? Optional.empty()
        : Optional.of(
            "as known at " + at + "; read in " + Units.since(began, surroundings().clock()));
  }

  @Override
  String path() {
    return policy ? "/v1/backups" : "/v1/items";
  }

  @Override
  Map<String, Object> parameters() {
    Map<String, Object> parameters = new HashMap<>();
    parameters.put("config", config);
    parameters.put("type", type);
    parameters.put("limit", limit);
    return parameters;
  }

  @Override
  String field() {
    return policy ? "types" : "items";
  }

  @Override
  Table table(Iterable<JsonNode> rows) {
    return policy ? Tables.backups(rows) : Tables.items(rows);
  }
}
