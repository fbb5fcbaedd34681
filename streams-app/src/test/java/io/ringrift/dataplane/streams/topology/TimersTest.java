package io.ringrift.dataplane.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class TimersTest {

  private static final Instant T0 = Instant.parse("2026-11-24T10:00:00Z");

  private final KeyValueStore<byte[], byte[]> store = store();
  private final Timers timers = new Timers(store, 'T');

  @Test
  void givesWhatIsDueTheLongestDueFirst() {
    timers.put(T0.plusSeconds(2), "c");
    timers.put(T0, "a");
    timers.put(T0.plusSeconds(1), "b");

    assertThat(due(T0.plusSeconds(1), 10)).containsExactly("a", "b");
    assertThat(due(T0.plusSeconds(5), 2)).containsExactly("a", "b");
    assertThat(due(T0.minusMillis(1), 10)).isEmpty();
  }

  @Test
  void findsWhatIsSetEarlierThanAnythingLookedAtSoFar() {
    timers.put(T0, "a");
    timers.drop(T0, "a");
    assertThat(due(T0.plusSeconds(60), 10)).isEmpty();

    timers.put(T0.plusSeconds(30), "late");

    assertThat(due(T0.plusSeconds(60), 10)).containsExactly("late");
  }

  @Test
  void keepsWhatIsDueUntilItIsDropped() {
    timers.put(T0, "a");
    timers.put(T0.plusSeconds(1), "b");
    due(T0.plusSeconds(60), 10);
    timers.drop(T0, "a");

    assertThat(due(T0.plusSeconds(60), 10)).containsExactly("b");
  }

  @Test
  void doesNotAskTheStoreBeforeTheEarliestTimerItMayHold() {
    timers.put(T0.plusSeconds(10), "a");
    due(T0, 10);
    // Behind its back: what a look would find.
    new Timers(store, 'T').put(T0.plusSeconds(1), "unseen");

    assertThat(due(T0.plusSeconds(9), 10)).isEmpty();
    assertThat(due(T0.plusSeconds(10), 10)).containsExactly("a");
  }

  @Test
  void findsEverythingThatAnotherInstanceLeftInTheStore() {
    timers.put(T0, "a");
    timers.put(T0.plusSeconds(1), "b");

    Timers restarted = new Timers(store, 'T');

    assertThat(restarted.due(T0.plusSeconds(5), 10))
        .extracting(Timers.Due::name)
        .containsExactly("a", "b");
  }

  @Test
  void leavesEntriesOfOtherKindsAlone() {
    timers.put(T0, "a");
    Timers others = new Timers(store, 'U');
    others.put(T0, "x");

    assertThat(due(T0, 10)).containsExactly("a");
    assertThat(others.due(T0, 10)).extracting(Timers.Due::name).containsExactly("x");
  }

  private List<String> due(Instant now, int limit) {
    return timers.due(now, limit).stream().map(Timers.Due::name).toList();
  }

  private static KeyValueStore<byte[], byte[]> store() {
    MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
    KeyValueStore<byte[], byte[]> store =
        Stores.keyValueStoreBuilder(
                Stores.inMemoryKeyValueStore("timers"), Serdes.ByteArray(), Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    return store;
  }
}
