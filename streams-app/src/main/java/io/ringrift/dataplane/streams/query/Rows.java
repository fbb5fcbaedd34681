package io.ringrift.dataplane.streams.query;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.contract.json.AvroJson;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Rows found, within bounds.
 *
 * @param truncated whether there is, or may be, more
 */
record Rows<V>(List<V> rows, boolean truncated) {

  /**
   * Most rows read for one answer, a second or so of work: a filter that fits few rows of a large
   * table must not read all of it.
   */
  static final int MOST_READ = 200_000;

  static <V> Rows<V> all(ReadOnlyKeyValueStore<String, V> table, Predicate<V> filter, int limit) {
    try (KeyValueIterator<String, V> rows = table.all()) {
      return read(rows, filter, limit);
    }
  }

  static <V> Rows<V> prefix(
      ReadOnlyKeyValueStore<String, V> table, String prefix, Predicate<V> filter, int limit) {
    try (KeyValueIterator<String, V> rows = table.prefixScan(prefix, new StringSerializer())) {
      return read(rows, filter, limit);
    }
  }

  private static <V> Rows<V> read(
      KeyValueIterator<String, V> rows, Predicate<V> filter, int limit) {
    List<V> found = new ArrayList<>();
    for (int read = 0; rows.hasNext(); read++) {
      if (read == MOST_READ) {
        return new Rows<>(found, true);
      }
      KeyValue<String, V> row = rows.next();
      if (filter.test(row.value)) {
        if (found.size() == limit) {
          return new Rows<>(found, true);
        }
        found.add(row.value);
      }
    }
    return new Rows<>(found, false);
  }

  /** Rows under a name, and whether there are more. */
  static ObjectNode answer(
      String name, List<? extends SpecificRecord> rows, boolean truncated, Tables tables) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    ArrayNode array = AvroJson.array(rows);
    answer.set(name, array);
    answer.put("truncated", truncated);
    Tables.Coverage coverage = tables.coverage();
    answer.put("partitions_held", coverage.held());
    answer.put("partitions", coverage.all());
    return answer;
  }
}
