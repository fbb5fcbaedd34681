package io.ringrift.dataplane.worker.poll;

import io.ringrift.dataplane.contract.serde.UndecodableRecordException;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import io.ringrift.dataplane.worker.wire.DeadLetters;
import io.ringrift.dataplane.worker.wire.OperationReader;
import io.ringrift.dataplane.worker.wire.ResultPublisher;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicIdPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one record from a poller to a running transfer, such that a crash at any point neither
 * loses the operation nor carries it out twice:
 *
 * <ol>
 *   <li>decode. What is no operation is published as a dead letter, then rejected;
 *   <li>publish DATA_TRANSFER_STARTED and wait for its acknowledgement. A crash until here: the
 *       broker redelivers the record. If it can't be published: the record is released;
 *   <li>accept the record, without waiting for the answer. A crash between the two: redelivered,
 *       started again under the same (operation, epoch), which the ledger takes for the same start
 *       and the agent for the same pull. If the accept fails: go on, STARTED counts;
 *   <li>transfer in a slot's thread. From here on only the ledger's lease brings it back.
 * </ol>
 *
 * <p>So no share record is held during a transfer.
 */
final class Intake {
  private static final Logger log = LoggerFactory.getLogger(Intake.class);

  /** How long to wait for the answer to an acknowledgement; the lock of a record ends by then. */
  private static final Duration COMMIT = Duration.ofSeconds(10);

  private final OperationReader reader;
  private final DeadLetters deadLetters;
  private final ResultPublisher results;
  private final TransferPool pool;

  Intake(
      OperationReader reader, DeadLetters deadLetters, ResultPublisher results, TransferPool pool) {
    this.reader = reader;
    this.deadLetters = deadLetters;
    this.results = results;
    this.pool = pool;
  }

  /**
   * Handles one record; the slot is used, or given back before this returns.
   *
   * @return why to wait before the next one, since every record needs what is away now; empty: go
   *     on
   */
  Optional<String> take(
      ShareConsumer<byte[], byte[]> consumer,
      ConsumerRecord<byte[], byte[]> record,
      Slots.Slot slot) {
    boolean used = false;
    try {
      TransferRequest request = reader.read(slot.priority(), record);
      if (pool.runs(request)) {
        log.info("{} runs here already: delivered again, accepted", request.label());
        acknowledge(consumer, record, AcknowledgeType.ACCEPT);
        return Optional.empty();
      }
      Optional<String> failure = results.started(request);
      if (failure.isPresent()) {
        return release(consumer, record, request.label() + " can't be started", failure.get());
      }
      consumer.acknowledge(record, AcknowledgeType.ACCEPT);
      // Nothing depends on the answer, and waiting for it would hold up the next start.
      consumer.commitAsync();
      pool.start(request, slot);
      used = true;
      return Optional.empty();
    } catch (UndecodableRecordException e) {
      return bury(consumer, record, e.reason().name().toLowerCase(Locale.ROOT), e.getMessage());
    } catch (IllegalArgumentException e) {
      return bury(consumer, record, "invalid_operation", e.getMessage());
    } catch (KafkaException e) {
      return release(consumer, record, at(record) + " can't be read now", e.toString());
    } catch (RuntimeException e) {
      // Left unacknowledged it would end all polling of this topic.
      log.error("{} met a bug of the worker", at(record), e);
      return release(consumer, record, at(record) + " met a bug of the worker", e.toString());
    } finally {
      if (!used) {
        slot.done();
      }
    }
  }

  /** Why to wait after each record, which only shows whether it still holds; empty: go on. */
  Optional<String> refused() {
    return pool.refused();
  }

  /** Hands back a record for which there is no slot. */
  static void handBack(
      ShareConsumer<byte[], byte[]> consumer, ConsumerRecord<byte[], byte[]> record) {
    acknowledge(consumer, record, AcknowledgeType.RELEASE);
  }

  private Optional<String> bury(
      ShareConsumer<byte[], byte[]> consumer,
      ConsumerRecord<byte[], byte[]> record,
      String error,
      String cause) {
    Optional<String> failure = deadLetters.publish(record, error, cause);
    if (failure.isPresent()) {
      return release(consumer, record, at(record) + " can't be dead-lettered", failure.get());
    }
    log.warn("{} is no operation ({}), now a dead letter: {}", at(record), error, cause);
    acknowledge(consumer, record, AcknowledgeType.REJECT);
    return Optional.empty();
  }

  private static Optional<String> release(
      ShareConsumer<byte[], byte[]> consumer,
      ConsumerRecord<byte[], byte[]> record,
      String what,
      String why) {
    short delivery = record.deliveryCount().orElse((short) 1);
    log.warn("{}: {}; handed back after delivery {}", what, why, delivery);
    if (delivery >= ShareGroups.DELIVERIES) {
      log.error(
          "{}: that was the last delivery; the ledger emits it again when it has waited too long",
          what);
    }
    acknowledge(consumer, record, AcknowledgeType.RELEASE);
    return Optional.of(what + ": " + why);
  }

  private static void acknowledge(
      ShareConsumer<byte[], byte[]> consumer,
      ConsumerRecord<byte[], byte[]> record,
      AcknowledgeType type) {
    consumer.acknowledge(record, type);
    try {
      Map<TopicIdPartition, Optional<KafkaException>> answers = consumer.commitSync(COMMIT);
      answers.forEach(
          (partition, failure) ->
              failure.ifPresent(e -> log.warn("{}: {} not taken: {}", at(record), type, e)));
    } catch (KafkaException e) {
      // The lock ends and the record comes again; what it leads to is the same start.
      log.warn("{}: {} not sent: {}", at(record), type, e.toString());
    }
  }

  private static String at(ConsumerRecord<byte[], byte[]> record) {
    return record.topic() + "@" + record.offset();
  }
}
