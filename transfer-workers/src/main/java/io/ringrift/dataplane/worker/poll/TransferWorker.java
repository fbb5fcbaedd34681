package io.ringrift.dataplane.worker.poll;

import io.ringrift.dataplane.worker.execute.TransferExecutor;
import io.ringrift.dataplane.worker.transport.Priority;
import io.ringrift.dataplane.worker.wire.DeadLetters;
import io.ringrift.dataplane.worker.wire.OperationReader;
import io.ringrift.dataplane.worker.wire.ResultPublisher;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes operations from the priority topics and carries them out, until stopped. */
public final class TransferWorker {
  private static final Logger log = LoggerFactory.getLogger(TransferWorker.class);

  /** CRITICAL waits at the broker for as long as it is polled. */
  private static final int CRITICAL_FETCH_WAIT_MS = 500;

  /**
   * Shorter than a brisk poll: a fetch that outlives its poll can lock a record which this worker
   * then has no slot for, unseen by others until the lock ends.
   */
  private static final int OTHERS_FETCH_WAIT_MS = 25;

  /**
   * With the 50 ms of a turn each of the four topics is asked twice a second while nothing has
   * work, by each worker: as often as one that was found empty while another has (ADR 0021).
   */
  private static final Duration OTHERS_IDLE_PAUSE = Duration.ofMillis(75);

  private final Slots slots;
  private final TransferPool pool;
  private final List<PriorityPoller> pollers;
  private final List<Thread> threads;

  /**
   * Joins the share groups once started.
   *
   * @param kafka settings of Kafka clients
   * @param clientId start of the clients' names
   */
  public TransferWorker(
      Map<String, Object> kafka,
      String clientId,
      PollPlan plan,
      OperationReader reader,
      DeadLetters deadLetters,
      ResultPublisher results,
      TransferExecutor executor) {
    slots = new Slots(plan, System::nanoTime);
    pool = new TransferPool(executor, results);
    Intake intake = new Intake(reader, deadLetters, results, pool);
    Map<Priority, ShareConsumer<byte[], byte[]>> others = new EnumMap<>(Priority.class);
    for (Priority priority : Priority.values()) {
      if (priority != Priority.CRITICAL) {
        others.put(priority, consumer(kafka, clientId, priority, OTHERS_FETCH_WAIT_MS, reader));
      }
    }
    Map<Priority, ShareConsumer<byte[], byte[]>> critical =
        Map.of(
            Priority.CRITICAL,
            consumer(kafka, clientId, Priority.CRITICAL, CRITICAL_FETCH_WAIT_MS, reader));
    pollers =
        List.of(
            new PriorityPoller(slots::takeCritical, intake, critical, Duration.ZERO),
            new PriorityPoller(slots::takeOther, intake, others, OTHERS_IDLE_PAUSE));
    threads =
        List.of(
            new Thread(pollers.get(0), "poll-critical"), new Thread(pollers.get(1), "poll-others"));
  }

  public void start() {
    threads.forEach(Thread::start);
  }

  /**
   * Takes no more work, hands back what has not started, lets run what does, up to a limit, and
   * publishes the rest as deferred. Returns when all that is done.
   */
  public void stop(Duration drain) throws InterruptedException {
    slots.stop();
    pollers.forEach(PriorityPoller::stop);
    for (Thread thread : threads) {
      thread.join();
    }
    int handedBack = pool.drain(drain);
    log.info("Stopped; {} transfers handed back", handedBack);
  }

  /** Slots in use by priority, those of polls under way included. */
  public Map<Priority, Integer> slotsInUse() {
    return slots.inUse();
  }

  /** Why this worker gets no work; empty while it may. */
  public Optional<String> trouble() {
    Stream<String> dead =
        threads.stream()
            .filter(thread -> thread.getState() == Thread.State.TERMINATED)
            .map(thread -> "thread " + thread.getName() + " has ended");
    Stream<String> polling =
        pollers.stream().map(PriorityPoller::trouble).flatMap(Optional::stream);
    return Stream.of(dead, pool.refused().stream(), polling)
        .flatMap(Function.identity())
        .findFirst();
  }

  private static ShareConsumer<byte[], byte[]> consumer(
      Map<String, Object> kafka,
      String clientId,
      Priority priority,
      int fetchWaitMs,
      OperationReader reader) {
    Map<String, Object> config = new HashMap<>(kafka);
    config.put(
        ConsumerConfig.CLIENT_ID_CONFIG, clientId + "-" + priority.name().toLowerCase(Locale.ROOT));
    config.put(ConsumerConfig.GROUP_ID_CONFIG, ShareGroups.group(priority));
    config.put(ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG, "explicit");
    // Together: one record a poll and no other fetched, so a worker holds none that another could
    // do.
    config.put(ConsumerConfig.SHARE_ACQUIRE_MODE_CONFIG, "record_limit");
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, fetchWaitMs);
    KafkaShareConsumer<byte[], byte[]> consumer =
        new KafkaShareConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    consumer.setAcknowledgementCommitCallback(
        (offsets, failure) -> {
          if (failure != null) {
            // The lock ends and the record comes again; what it leads to is the same start.
            log.warn("Acknowledgements of {} not taken: {}", offsets, failure.toString());
          }
        });
    consumer.subscribe(List.of(reader.topic(priority).name()));
    return consumer;
  }
}
