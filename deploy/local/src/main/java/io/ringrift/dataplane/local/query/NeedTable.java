package io.ringrift.dataplane.local.query;

import static io.ringrift.dataplane.local.query.Fields.ago;
import static io.ringrift.dataplane.local.query.Fields.each;
import static io.ringrift.dataplane.local.query.Fields.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringrift.dataplane.local.output.Table;
import java.time.InstantSource;
import java.util.Optional;
import java.util.stream.Collectors;

/** Needs, one a row. */
public final class NeedTable {

  private NeedTable() {}

  /**
   * @param known empty: nobody can tell which nodes are there
   */
  public static Table of(
      Iterable<JsonNode> needs, InstantSource clock, Optional<KnownNodes> known) {
    Table table =
        Table.of("CONFIG", "NODE", "~EVENT", "STATE", "~OPENED", "WANTS", "CHOSEN", "REASON");
    for (JsonNode need : needs) {
      table.row(
          text(need, "config_key"),
          text(need, "target_node"),
          text(need, "event_type"),
          text(need, "state"),
          ago(need, "opened_at", clock),
          text(need, "wanted") + " " + text(need, "item_type"),
          each(need, "choices")
              .map(c -> text(c, "item_id") + " " + text(c, "state"))
              .collect(Collectors.joining(", ")),
          text(need, "reason") + waiting(need, known));
    }
    return table;
  }

  /** The reason says "on the way", but nothing moves to a node that nobody has heard of. */
  private static String waiting(JsonNode need, Optional<KnownNodes> known) {
    String node = text(need, "target_node");
    return "OPEN".equals(text(need, "state")) && known.filter(nodes -> !nodes.has(node)).isPresent()
        ? "; waits for " + node + ", which is not known yet"
        : "";
  }
}
