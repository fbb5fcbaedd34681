package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.streams.deadletter.LetterHeaders;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes dead letters: the record as it came, key, value and headers, with headers that say where it
 * was and why it is here.
 */
final class DeadLetters {

  private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

  /** A cause quotes what it found; a header of the whole of a bad field would only repeat it. */
  private static final int LONGEST_CAUSE = 1000;

  private final String stage;
  private final DeadLetterCounters counters;

  DeadLetters(String stage, DeadLetterCounters counters) {
    this.stage = stage;
    this.counters = counters;
  }

  Record<byte[], byte[]> of(Record<byte[], byte[]> record, RecordMetadata at, Refusal refusal) {
    Headers headers = new RecordHeaders(record.headers());
    put(headers, LetterHeaders.ERROR, refusal.code());
    put(headers, LetterHeaders.CAUSE, shortened(refusal.cause()));
    put(headers, LetterHeaders.TOPIC, at.topic());
    put(headers, LetterHeaders.PARTITION, Integer.toString(at.partition()));
    put(headers, LetterHeaders.OFFSET, Long.toString(at.offset()));
    put(headers, LetterHeaders.TIMESTAMP, Long.toString(record.timestamp()));
    put(headers, LetterHeaders.STAGE, stage);
    tell(counters.add(stage, refusal.code()), at, refusal);
    return new Record<>(record.key(), record.value(), record.timestamp(), headers);
  }

  /** The first of a kind, the tenth, the hundredth: a flood of bad records is not one of lines. */
  private void tell(long count, RecordMetadata at, Refusal refusal) {
    long power = 1;
    while (power < count) {
      power *= 10;
    }
    if (power == count) {
      log.warn(
          "Dead letter {} of {} ({}): {}-{}@{}: {}",
          count,
          stage,
          refusal.code(),
          at.topic(),
          at.partition(),
          at.offset(),
          shortened(refusal.cause()));
    }
  }

  private static void put(Headers headers, String name, String value) {
    headers.remove(name);
    headers.add(name, LetterHeaders.bytes(value));
  }

  private static String shortened(String cause) {
    return cause.length() <= LONGEST_CAUSE ? cause : cause.substring(0, LONGEST_CAUSE) + "...";
  }
}
