package io.ringrift.dataplane.worker.poll;

import io.ringrift.dataplane.worker.transport.Priority;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One polling thread with the consumers it owns (a share consumer serves one thread): take a slot,
 * poll the priority it is for, start what came or give the slot back.
 *
 * <p>A worker has two: one blocks on CRITICAL, so that nothing else can delay it; one serves the
 * others in turn. Measured against one thread for all and one thread each: see ADR 0004.
 */
final class PriorityPoller implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(PriorityPoller.class);

  /** Where nobody waits for the slot: long, since a poll ends as soon as there is a record. */
  private static final Duration PATIENT = Duration.ofMillis(500);

  /** Where others wait for it: some round trips to the broker. */
  private static final Duration BRISK = Duration.ofMillis(50);

  /**
   * The most that one call of the consumer waits. A call sends one fetch, and if that brings the
   * marker of a transaction's end instead of a record it sits out the rest of its time, although
   * the next record is there; the next call fetches that at once (ADR 0021).
   */
  static final Duration CALL = Duration.ofMillis(10);

  private static final Duration FIRST_WAIT = Duration.ofSeconds(1);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

  /** Where slots come from. */
  @FunctionalInterface
  interface Taking {
    Optional<Slots.Slot> take() throws InterruptedException;
  }

  private final Taking slots;
  private final Intake intake;
  private final Map<Priority, ShareConsumer<byte[], byte[]>> consumers;
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile String trouble;
  private Duration wait = FIRST_WAIT;

  /**
   * @param consumers one a priority, subscribed; closed by {@link #run}
   */
  PriorityPoller(
      Taking slots, Intake intake, Map<Priority, ShareConsumer<byte[], byte[]>> consumers) {
    this.slots = slots;
    this.intake = intake;
    this.consumers = new EnumMap<>(consumers);
  }

  /** Polls until stopped. */
  @Override
  public void run() {
    try {
      Optional<Slots.Slot> slot = slots.take();
      while (slot.isPresent()) {
        poll(slot.get());
        slot = slots.take();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      // Closing hands back what a fetch under way may have brought.
      consumers.values().forEach(PriorityPoller::close);
    }
  }

  /** Ends the poll under way; the slots must be stopped before. */
  void stop() {
    stopped.countDown();
    consumers.values().forEach(ShareConsumer::wakeup);
  }

  /** Why the brokers give no work; empty while they do. */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  private void poll(Slots.Slot slot) throws InterruptedException {
    ShareConsumer<byte[], byte[]> consumer = consumers.get(slot.priority());
    Slots.Slot free = slot;
    try {
      Optional<String> answer = Optional.empty();
      for (ConsumerRecord<byte[], byte[]> record :
          records(consumer, slot.shared() ? BRISK : PATIENT)) {
        if (free == null) {
          // One record a poll is asked for; a broker that gives more gets the rest back.
          Intake.handBack(consumer, record);
        } else {
          free = null;
          slot.brought();
          answer = intake.take(consumer, record, slot);
        }
      }
      trouble = answer.orElse(null);
      boolean refused = intake.refused().isPresent();
      if (answer.isPresent() || (refused && free == null)) {
        await();
      } else if (!refused) {
        wait = FIRST_WAIT;
      }
    } catch (WakeupException e) {
      log.debug("Poll of {} ended: the worker stops", slot.priority());
    } catch (KafkaException | IllegalStateException e) {
      trouble = "polling " + slot.priority() + ": " + e;
      log.warn("Failed {}; tried again in {} s", trouble, wait.toSeconds());
      await();
    } finally {
      if (free != null) {
        free.unused();
      }
    }
  }

  /** Waits for records, so long at most. */
  static ConsumerRecords<byte[], byte[]> records(
      ShareConsumer<byte[], byte[]> consumer, Duration time) {
    long began = System.nanoTime();
    ConsumerRecords<byte[], byte[]> records = consumer.poll(CALL);
    while (records.isEmpty() && System.nanoTime() - began < time.toNanos()) {
      records = consumer.poll(CALL);
    }
    return records;
  }

  /** Twice as long each time, until something works. */
  private void await() throws InterruptedException {
    stopped.await(wait.toMillis(), TimeUnit.MILLISECONDS);
    Duration twice = wait.multipliedBy(2);
    wait = twice.compareTo(LONGEST_WAIT) < 0 ? twice : LONGEST_WAIT;
  }

  private static void close(ShareConsumer<byte[], byte[]> consumer) {
    try {
      consumer.close(Duration.ofSeconds(5));
    } catch (KafkaException e) {
      log.warn("A consumer didn't close cleanly: {}", e.toString());
    }
  }
}
