package io.ringrift.dataplane.worker.poll;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.MockShareConsumer;
import org.junit.jupiter.api.Test;

class PriorityPollerTest {
  private static final String TOPIC = "operations.critical";

  /** What the first calls of a turn may bring is the marker of a transaction's end: no record. */
  @Test
  void asksAgainInTheSameTurnWhenACallBroughtNoRecord() {
    Calls consumer = new Calls(3);
    consumer.subscribe(List.of(TOPIC));
    consumer.addRecord(new ConsumerRecord<>(TOPIC, 0, 7, null, new byte[0]));

    ConsumerRecords<byte[], byte[]> found =
        PriorityPoller.records(consumer, Duration.ofMinutes(1), PriorityPoller.CALL);

    assertThat(found).extracting(ConsumerRecord::offset).containsExactly(7L);
    assertThat(consumer.waits).hasSize(4).containsOnly(PriorityPoller.CALL);
  }

  @Test
  void aTurnEndsWithItsTime() {
    Calls consumer = new Calls(Integer.MAX_VALUE);
    consumer.subscribe(List.of(TOPIC));

    assertThat(PriorityPoller.records(consumer, Duration.ZERO, PriorityPoller.CALL)).isEmpty();
    assertThat(consumer.waits).hasSize(1);
  }

  @Test
  void aCallIsNoLongerThanItsTurn() {
    Calls consumer = new Calls(Integer.MAX_VALUE);
    consumer.subscribe(List.of(TOPIC));

    PriorityPoller.records(consumer, Duration.ofMillis(1), PriorityPoller.IDLE_CALL);

    assertThat(consumer.waits).containsOnly(Duration.ofMillis(1));
  }

  /** Brings nothing in its first calls. */
  private static final class Calls extends MockShareConsumer<byte[], byte[]> {
    private final int fruitless;
    private final List<Duration> waits = new ArrayList<>();

    private Calls(int fruitless) {
      this.fruitless = fruitless;
    }

    @Override
    public synchronized ConsumerRecords<byte[], byte[]> poll(Duration time) {
      waits.add(time);
      return waits.size() <= fruitless ? ConsumerRecords.empty() : super.poll(time);
    }
  }
}
