package io.ringrift.dataplane.streams.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.contract.json.AvroJson;
import io.ringrift.dataplane.streams.schedule.LinkRecord;
import io.ringrift.dataplane.streams.topology.LinkEntries;
import io.ringrift.dataplane.streams.topology.LinkEntries.Link;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** How fast and how reliable the ways between nodes were. */
final class LinkQueries {
  private static final Comparator<Link> ORDER =
      Comparator.comparing(Link::source).thenComparing(Link::target).thenComparing(Link::transport);

  private final Tables tables;

  LinkQueries(Tables tables) {
    this.tables = tables;
  }

  /** {@code GET /v1/links?source=&target=&transport=}, by source, target and transport. */
  Answer list(Query query) {
    query.allow("source", "target", "transport");
    Map<Link, LinkRecord> links = new TreeMap<>(ORDER);
    for (LinkEntries.Entry entry : LinkEntries.all(tables.index(StoreNames.ITEMS_INDEX))) {
      if (asked(query, entry.link())) {
        links.merge(entry.link(), entry.record(), LinkRecord::and);
      }
    }
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode rows = answer.putArray("links");
    links.forEach((link, record) -> rows.add(json(link, record)));
    answer.put("partitions_held", tables.coverage().held());
    answer.put("partitions", tables.coverage().all());
    return Answer.json(answer);
  }

  private static boolean asked(Query query, Link link) {
    return query.text("source").map(link.source()::equals).orElse(true)
        && query.text("target").map(link.target()::equals).orElse(true)
        && query.text("transport").map(link.transport()::equals).orElse(true);
  }

  private static ObjectNode json(Link link, LinkRecord record) {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("source_node", link.source())
            .put("target_node", link.target())
            .put("transport", link.transport())
            .put("attempts", rounded(record.attempts()))
            .put("failures", rounded(record.failures()))
            .put("failure_share", rounded(record.failureShare()));
    if (Double.isNaN(record.bytesPerSecond())) {
      json.putNull("bytes_per_second");
    } else {
      json.put("bytes_per_second", Math.round(record.bytesPerSecond()));
    }
    json.put("last_attempt_at", AvroJson.time(record.at()));
    json.put("last_failure", record.lastFailure().isEmpty() ? null : record.lastFailure());
    json.put(
        "last_failure_at",
        record.lastFailureAt() == null ? null : AvroJson.time(record.lastFailureAt()));
    return json;
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
