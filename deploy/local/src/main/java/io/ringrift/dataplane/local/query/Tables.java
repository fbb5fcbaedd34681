package io.ringrift.dataplane.local.query;

import static io.ringrift.dataplane.local.query.Fields.ago;
import static io.ringrift.dataplane.local.query.Fields.bytes;
import static io.ringrift.dataplane.local.query.Fields.each;
import static io.ringrift.dataplane.local.query.Fields.hash;
import static io.ringrift.dataplane.local.query.Fields.text;
import static io.ringrift.dataplane.local.query.Fields.words;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringrift.dataplane.local.output.Table;
import io.ringrift.dataplane.local.output.Units;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The API's answers as tables. Pure: JSON and time in, table out. */
public final class Tables {
  private final InstantSource clock;

  /**
   * @param clock for ages
   */
  public Tables(InstantSource clock) {
    this.clock = clock;
  }

  /** Replicas of one item. */
  public Table replicas(JsonNode item) {
    Table table =
        Table.of("NODE", "STATE", "~CHECKED", "~>SIZE", "SHA256", "~SEEN", "PATH OR REASON");
    each(item, "replicas").forEach(replica -> replica(replica, table));
    return table;
  }

  private void replica(JsonNode replica, Table table) {
    String node = text(replica, "node_id");
    String state = text(replica, "state");
    String sharedBy = text(replica, "shared_by");
    if (sharedBy != null) {
      table.row(node, state, null, null, null, null, "has the files of " + sharedBy);
    } else {
      table.row(
          node,
          state,
          text(replica, "validation"),
          bytes(replica, "size_bytes"),
          hash(replica, "sha256"),
          ago(replica, "observed_at", clock),
          Optional.ofNullable(text(replica, "evidence")).orElse(text(replica, "path")));
    }
  }

  /** One line about an item as a whole. */
  public static String headline(JsonNode item) {
    Optional<JsonNode> content = current(item);
    return "%s  %s of %s, %s%s%s"
        .formatted(
            text(item, "item_id"),
            text(item, "item_type"),
            text(item, "config_key"),
            text(item, "reason"),
            content.map(c -> ", " + bytes(c, "size_bytes")).orElse(""),
            text(item, "sha256") == null ? "" : ", sha256 " + text(item, "sha256"));
  }

  /** Items, one a row. */
  public static Table items(Iterable<JsonNode> items) {
    Table table =
        Table.of("ITEM", "~TYPE", "~CONFIG", ">SIZE", "~>SAMPLES", ">QUALITY", "AT", "STANDING");
    for (JsonNode item : items) {
      Optional<JsonNode> content = current(item);
      table.row(
          text(item, "item_id"),
          text(item, "item_type"),
          text(item, "config_key"),
          content.map(c -> bytes(c, "size_bytes")).orElse(null),
          content.map(c -> text(c, "sample_count")).orElse(null),
          quality(item, content),
          holders(item),
          text(item, "reason"));
    }
    return table;
  }

  public Table nodes(Iterable<JsonNode> nodes) {
    Table table =
        Table.of(
            "NODE",
            "STATE",
            "SINCE",
            "CAUSE",
            "~KIND",
            "~PROVIDER",
            "~RACK",
            "~SHARE",
            "~ROLES",
            "~TAKES",
            ">DISK USED",
            ">TRANSFERS",
            "~>GIVES",
            "~>GETS",
            "HEARTBEAT",
            "~REFRESHED",
            "~SOURCE");
    for (JsonNode node : nodes) {
      table.row(
          text(node, "node_id"),
          node.path("online").asBoolean() ? "online" : "OFFLINE",
          ago(node, "changed_at", clock),
          text(node, "cause"),
          text(node, "kind"),
          text(node, "provider"),
          text(node, "rack"),
          text(node, "share"),
          words(node, "roles"),
          words(node, "takes"),
          disk(node),
          text(node, "active_transfers") + "/" + text(node, "max_transfers"),
          room(node.path("gives")),
          room(node.path("gets")),
          ago(node, "last_heartbeat_at", clock),
          ago(node.path("source"), "refreshed_at", clock),
          source(node.path("source")));
    }
    return table;
  }

  /** How much of a limit is taken; bytes only where there are some. */
  private static String room(JsonNode side) {
    if (!side.isObject()) {
      return null;
    }
    String transfers = text(side, "transfers") + " of " + text(side, "most_transfers");
    return side.path("bytes").asLong() == 0
        ? transfers
        : transfers + ", " + bytes(side, "bytes") + " of " + bytes(side, "most_bytes");
  }

  /** How far the node's reports can be relied on: what is missing from them. */
  private static String source(JsonNode source) {
    if (!source.isObject()) {
      return "";
    }
    List<String> words = new ArrayList<>();
    words.add(Units.count(source.path("items").asLong(), "item"));
    for (String lack : List.of("waiting", "unreported", "unknown_files")) {
      if (source.path(lack).asLong() > 0) {
        words.add(text(source, lack) + " " + lack.replace('_', ' '));
      }
    }
    if (source.hasNonNull("problem")) {
      words.add(text(source, "problem"));
    }
    return String.join(", ", words);
  }

  public Table operations(Iterable<JsonNode> operations) {
    Table table =
        Table.of(
            "OPERATION",
            "PRIORITY",
            "~TYPE",
            "STATE",
            "ITEM",
            "TO",
            "~>SIZE",
            "~CHANGED",
            "REASON");
    for (JsonNode operation : operations) {
      table.row(
          text(operation, "operation_id"),
          text(operation, "priority"),
          text(operation, "operation_type"),
          text(operation, "state"),
          text(operation, "item_id"),
          text(operation, "target_node"),
          bytes(operation, "size_bytes"),
          ago(operation, "updated_at", clock),
          text(operation, "reason"));
    }
    return table;
  }

  /** What one operation is about, a fact a row. */
  public Table operation(JsonNode operation) {
    Table table = Table.of("WHAT", "VALUE");
    table.row("operation", text(operation, "operation_id"));
    table.row("state", text(operation, "state") + ": " + text(operation, "reason"));
    table.row("item", text(operation, "item_id") + ", " + bytes(operation, "size_bytes"));
    table.row("sha256", text(operation, "sha256"));
    table.row("target", text(operation, "target_node"));
    table.row("kind", text(operation, "operation_type") + " " + text(operation, "priority"));
    table.row(
        "asked for by",
        each(operation, "requesters")
            .map(r -> text(r, "cause") + " (request " + text(r, "request_id") + ")")
            .collect(Collectors.joining(", ")));
    table.row(
        "sources",
        each(operation, "sources")
            .map(s -> text(s, "node_id") + " (" + text(s, "reason") + ")")
            .collect(Collectors.joining(", ")));
    table.row("epoch, failures", text(operation, "epoch") + ", " + text(operation, "failures"));
    table.row("worker", text(operation, "worker_id"));
    table.row("accepted", ago(operation, "created_at", clock));
    table.row("ended", ago(operation, "ended_at", clock));
    return table;
  }

  public static Table attempts(JsonNode operation) {
    Table table =
        Table.of(
            "TRANSPORT", "FROM", "STARTED", ">TOOK", ">BYTES", "OUTCOME", "MESSAGE", "CHOSEN BY");
    each(operation, "attempts")
        .forEach(
            attempt ->
                table.row(
                    text(attempt, "transport"),
                    text(attempt, "source_node"),
                    text(attempt, "started_at"),
                    Units.duration(Duration.ofMillis(attempt.path("duration_ms").asLong())),
                    bytes(attempt, "bytes"),
                    text(attempt, "outcome"),
                    text(attempt, "message"),
                    text(attempt, "choice")));
    return table;
  }

  /** How much of what should be in cold storage is there. */
  public static Table backups(Iterable<JsonNode> types) {
    Table table = Table.of("TYPE", ">WANTED", ">BACKED UP", ">SHARE");
    for (JsonNode type : types) {
      long wanted = type.path("wanted").asLong();
      long there = type.path("there").asLong();
      table.row(
          text(type, "item_type"),
          wanted,
          there,
          wanted == 0 ? null : String.format(Locale.ROOT, "%.1f %%", 100.0 * there / wanted));
    }
    return table;
  }

  /** The content that the item stands for now. */
  private static Optional<JsonNode> current(JsonNode item) {
    return each(item, "contents")
        .filter(content -> content.path("sha256").equals(item.path("sha256")))
        .findFirst();
  }

  /** As the export said of this content, unless the content itself says more. */
  private static String quality(JsonNode item, Optional<JsonNode> content) {
    JsonNode fact = item.path("fact");
    boolean ofThisContent =
        !fact.path("sha256").isTextual() || fact.path("sha256").equals(item.path("sha256"));
    return content
        .map(c -> c.path("quality_score"))
        .filter(JsonNode::isNumber)
        .or(
            () ->
                Optional.of(fact.path("quality_score"))
                    .filter(score -> score.isNumber() && ofThisContent))
        .map(score -> String.format(Locale.ROOT, "%.2f", score.asDouble()))
        .orElse(null);
  }

  private static String holders(JsonNode item) {
    return each(item, "replicas")
        .filter(replica -> "AVAILABLE".equals(text(replica, "state")))
        .map(replica -> text(replica, "node_id"))
        .collect(Collectors.joining(","));
  }

  private static String disk(JsonNode node) {
    long total = node.path("disk_total_bytes").asLong();
    long used = total - node.path("disk_free_bytes").asLong();
    return total == 0
        ? null
        : "%d%% of %s, limit %d%%"
            .formatted(
                100 * used / total, Units.bytes(total), node.path("disk_limit_percent").asInt());
  }
}
