package io.ringrift.dataplane.local.query;

import static io.ringrift.dataplane.local.query.Fields.ago;
import static io.ringrift.dataplane.local.query.Fields.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringrift.dataplane.local.output.Table;
import io.ringrift.dataplane.local.output.Units;
import java.time.InstantSource;
import java.util.Locale;

/** The answer of {@code /v1/links} as a table. */
public final class LinkTable {
  private LinkTable() {}

  /** How fast and how reliable the ways between nodes were, one a row. */
  public static Table of(Iterable<JsonNode> links, InstantSource clock) {
    Table table =
        Table.of(
            "FROM", "TO", "TRANSPORT", ">RATE", ">ATTEMPTS", ">FAILED", "LAST", "LAST FAILURE");
    for (JsonNode link : links) {
      table.row(
          text(link, "source_node"),
          text(link, "target_node"),
          text(link, "transport"),
          link.hasNonNull("bytes_per_second")
              ? Units.bytes(link.path("bytes_per_second").asLong()) + "/s"
              : null,
          number("%.1f", link.path("attempts").asDouble()),
          number("%.1f %%", 100 * link.path("failure_share").asDouble()),
          ago(link, "last_attempt_at", clock),
          link.hasNonNull("last_failure")
              ? text(link, "last_failure") + ", " + ago(link, "last_failure_at", clock)
              : null);
    }
    return table;
  }

  private static String number(String format, double value) {
    return String.format(Locale.ROOT, format, value);
  }
}
