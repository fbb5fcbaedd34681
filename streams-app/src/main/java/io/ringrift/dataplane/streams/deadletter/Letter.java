package io.ringrift.dataplane.streams.deadletter;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * One dead letter.
 *
 * @param redriven when and where it was published again; empty: not yet
 */
public record Letter(ConsumerRecord<byte[], byte[]> record, Optional<Redriven> redriven) {

  /** That a letter was published again. */
  public record Redriven(Instant at, String where) {
    @Override
    public String toString() {
      return "at " + at + " to " + where;
    }
  }

  public LetterId id() {
    return new LetterId(record.partition(), record.offset());
  }

  /** When it was put aside. */
  public Instant at() {
    return Instant.ofEpochMilli(record.timestamp());
  }

  /** Why, as a stable word. */
  public String error() {
    return header(LetterHeaders.ERROR);
  }

  /** Why, as a sentence. */
  public String cause() {
    return header(LetterHeaders.CAUSE);
  }

  /** Who put it aside. */
  public String stage() {
    return header(LetterHeaders.STAGE);
  }

  /** The topic it came from. */
  public String topic() {
    return header(LetterHeaders.TOPIC);
  }

  /** Where it came from: {@code dataplane.events-1@42}. */
  public String origin() {
    return topic() + "-" + header(LetterHeaders.PARTITION) + "@" + header(LetterHeaders.OFFSET);
  }

  /** Empty if its headers don't say it. */
  public Optional<Integer> partition() {
    try {
      return Optional.of(Integer.valueOf(header(LetterHeaders.PARTITION)));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /** Text of a header; null if there is none. */
  public String header(String name) {
    return LetterHeaders.text(record.headers(), name);
  }

  /** As text; null if it has none. */
  public String key() {
    return record.key() == null ? null : new String(record.key(), StandardCharsets.UTF_8);
  }

  /** Text by name. */
  public Map<String, String> headers() {
    Map<String, String> headers = new TreeMap<>();
    record.headers().forEach(header -> headers.put(header.key(), header(header.key())));
    return headers;
  }

  Letter redriven(Redriven when) {
    return new Letter(record, Optional.of(when));
  }
}
