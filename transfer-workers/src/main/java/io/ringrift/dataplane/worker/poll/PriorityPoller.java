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

  /**
   * The same after a second of turns without work. Markers come behind records, and every call
   * costs worker and broker something, of every worker that waits.
   */
  static final Duration IDLE_CALL = Duration.ofMillis(100);

  private static final Duration UNTIL_IDLE = Duration.ofSeconds(1);

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
  private final Duration idlePause;
  private Duration wait = FIRST_WAIT;

  /** How long turns have brought nothing; time in which all slots were taken is not counted. */
  private Duration fruitless = Duration.ZERO;

  /**
   * @param consumers one a priority, subscribed; closed by {@link #run}
   * @param idlePause between turns after a second of them without work; with it operations are
   *     noticed that much later, and brokers are asked that much less
   */
  PriorityPoller(
      Taking slots,
      Intake intake,
      Map<Priority, ShareConsumer<byte[], byte[]>> consumers,
      Duration idlePause) {
    this.slots = slots;
    this.intake = intake;
    this.consumers = new EnumMap<>(consumers);
    this.idlePause = idlePause;
  }

  /** Polls until stopped. */
  @Override
  public void run() {
    try {
      Optional<Slots.Slot> slot = slots.take();
      while (slot.isPresent()) {
        poll(slot.get());
        if (idle()) {
          stopped.await(idlePause.toMillis(), TimeUnit.MILLISECONDS);
        }
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
    Duration turn = slot.shared() ? BRISK : PATIENT;
    Slots.Slot free = slot;
    try {
      Optional<String> answer = Optional.empty();
      for (ConsumerRecord<byte[], byte[]> record :
          records(consumer, turn, idle() ? IDLE_CALL : CALL)) {
        if (free == null) {
          // One record a poll is asked for; a broker that gives more gets the rest back.
          Intake.handBack(consumer, record);
        } else {
          free = null;
          slot.brought();
          answer = intake.take(consumer, record, slot);
        }
      }
      fruitless = free == null ? Duration.ZERO : fruitless.plus(turn);
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

  private boolean idle() {
    return fruitless.compareTo(UNTIL_IDLE) >= 0;
  }

  /** Waits for records, so long at most, in calls of so long at most. */
  static ConsumerRecords<byte[], byte[]> records(
      ShareConsumer<byte[], byte[]> consumer, Duration time, Duration call) {
    Duration each = call.compareTo(time) < 0 ? call : time;
    long began = System.nanoTime();
    ConsumerRecords<byte[], byte[]> records = consumer.poll(each);
    while (records.isEmpty() && System.nanoTime() - began < time.toNanos()) {
      records = consumer.poll(each);
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
