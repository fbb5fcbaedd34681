package io.ringrift.dataplane.streams.replay.kafka;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** How far the live application is: its offsets are committed together with what it published. */
final class LiveGroup {

  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);
  private static final Duration POLL = Duration.ofMillis(200);

  private final HistoryLog log;
  private final String applicationId;
  private final Duration patience;

  /**
   * @param patience how long the application may stand still
   */
  LiveGroup(HistoryLog log, String applicationId, Duration patience) {
    this.log = log;
    this.applicationId = applicationId;
    this.patience = patience;
  }

  /**
   * Returns when everything before these ends of the history is in the live rows.
   *
   * @throws ReplayException when the application stands still
   */
  void awaitFolded(Offsets ends) {
    try (Consumer<byte[], byte[]> consumer = log.consumer()) {
      awaitPassed(consumer, ends);
      // Events reach the items stage by a topic of its own, committed with the events' offsets.
      awaitPassed(consumer, log.ends(List.of(log.topics().itemEvents().name())));
    }
  }

  private void awaitPassed(Consumer<byte[], byte[]> consumer, Offsets ends) {
    long behindBefore = Long.MAX_VALUE;
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      List<Span> behind = behind(consumer, ends);
      if (behind.isEmpty()) {
        return;
      }
      long length = Offsets.length(behind);
      if (length < behindBefore) {
        behindBefore = length;
        deadline = System.nanoTime() + patience.toNanos();
      } else if (System.nanoTime() > deadline) {
        Span first = behind.get(0);
        throw new ReplayException(
            "the application %s has not moved for %d s: it is at offset %d of %s, which ends at %d; is it running?"
                .formatted(
                    applicationId,
                    patience.toSeconds(),
                    first.from(),
                    first.partition(),
                    first.to()));
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  private List<Span> behind(Consumer<byte[], byte[]> consumer, Offsets ends) {
    Map<TopicPartition, Long> committed =
        new HashMap<>(
            log.begins(
                    ends.byPartition().keySet().stream()
                        .map(TopicPartition::topic)
                        .collect(Collectors.toSet()))
                .byPartition());
    log.committed(applicationId)
        .forEach((partition, offset) -> committed.replace(partition, offset));
    List<Span> behind = new ArrayList<>(new Offsets(committed).to(ends));
    behind.removeIf(span -> !holdsRecord(consumer, span));
    return behind;
  }

  /**
   * The end of a transaction takes an offset, too, which is never committed when it is the last.
   */
  private static boolean holdsRecord(Consumer<byte[], byte[]> consumer, Span span) {
    consumer.assign(List.of(span.partition()));
    consumer.seek(span.partition(), span.from());
    while (consumer.position(span.partition()) < span.to()) {
      if (consumer.poll(POLL).records(span.partition()).stream()
          .anyMatch(record -> record.offset() < span.to())) {
        return true;
      }
    }
    return false;
  }
}
