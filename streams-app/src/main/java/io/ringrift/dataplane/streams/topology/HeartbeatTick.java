package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.contract.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;

/**
 * The record among the heartbeats by which the nodes stage knows the time and that it has caught
 * up: a reserved key, an empty value, and when it was sent in a header (ADR 0005).
 */
public final class HeartbeatTick {

  /** No node id: those begin with a letter or a digit. */
  public static final String KEY = "_tick";

  /** ISO-8601, by the clock of the application that sends it. */
  public static final String SENT_AT = "dataplane.sent_at";

  private static final byte[] KEY_BYTES = KEY.getBytes(StandardCharsets.UTF_8);

  private HeartbeatTick() {}

  public static ProducerRecord<byte[], byte[]> record(Topic<?> heartbeats, Instant sentAt) {
    Header header = new RecordHeader(SENT_AT, sentAt.toString().getBytes(StandardCharsets.UTF_8));
    return new ProducerRecord<>(heartbeats.name(), null, KEY_BYTES, new byte[0], List.of(header));
  }

  static boolean is(byte[] key) {
    return Arrays.equals(key, KEY_BYTES);
  }

  /** Empty for a tick that says no time: it is somebody else's and counts for nothing. */
  static Optional<Instant> sentAt(Headers headers) {
    Header header = headers.lastHeader(SENT_AT);
    if (header == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(new String(header.value(), StandardCharsets.UTF_8)));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
