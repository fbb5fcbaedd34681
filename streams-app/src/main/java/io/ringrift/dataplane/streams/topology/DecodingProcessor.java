package io.ringrift.dataplane.streams.topology;

import io.ringrift.dataplane.contract.serde.UndecodableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/**
 * Decodes and checks the records of one topic. A good one goes on as (key, value); a bad one goes
 * to dead letters with the reason and the rest of the stream goes on; while the registry doesn't
 * answer the stream waits.
 */
final class DecodingProcessor<T> extends ContextualProcessor<byte[], byte[], Object, Object> {

  private final Intake<T> intake;
  private final RegistryGate registry;
  private final DeadLetters deadLetters;
  private final String[] next;

  DecodingProcessor(Intake<T> intake, StageRuntime runtime, String... next) {
    this.intake = intake;
    this.registry = runtime.registry();
    this.deadLetters = new DeadLetters(intake.stage(), runtime.deadLetters());
    this.next = next.clone();
  }

  @Override
  public void process(Record<byte[], byte[]> record) {
    RecordMetadata at =
        context()
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("a record without metadata"));
    if (record.value() == null) {
      refuse(record, at, Refusal.noValue());
      return;
    }
    T value;
    try {
      value =
          registry.whenReachable(
              () -> intake.decode(record.headers(), record.value()),
              () -> at.topic() + "-" + at.partition() + "@" + at.offset());
    } catch (UndecodableRecordException e) {
      String code = e.reason().name().toLowerCase(Locale.ROOT);
      refuse(record, at, new Refusal(code, e.getMessage()));
      return;
    }
    Optional<Refusal> refusal =
        intake.refusal(
            record.key(), value, at.partition(), Instant.ofEpochMilli(record.timestamp()));
    if (refusal.isPresent()) {
      refuse(record, at, refusal.get());
      return;
    }
    Record<Object, Object> decoded =
        new Record<>(text(record.key()), value, record.timestamp(), record.headers());
    for (String child : next) {
      context().forward(decoded, child);
    }
  }

  private void refuse(Record<byte[], byte[]> record, RecordMetadata at, Refusal refusal) {
    Record<byte[], byte[]> letter = deadLetters.of(record, at, refusal);
    context()
        .forward(
            new Record<Object, Object>(
                letter.key(), letter.value(), letter.timestamp(), letter.headers()),
            intake.deadLetterSink());
  }

  private static String text(byte[] key) {
    return key == null ? null : new String(key, StandardCharsets.UTF_8);
  }
}
