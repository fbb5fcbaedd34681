package io.ringrift.dataplane.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class SeenEventsTest {

  private static final Instant T0 = Instant.parse("2026-11-24T10:00:00Z");
  private static final Duration KEPT = Duration.ofHours(25);

  private final KeyValueStore<String, byte[]> store = store(Serdes.String());
  private final SeenEvents seen =
      new SeenEvents(store, new Timers(store(Serdes.ByteArray()), 'V'), KEPT);

  @Test
  void knowsAnEventByItsIdHoweverMuchLaterItComesAgain() {
    assertThat(seen.before("e-1", T0, 7)).isFalse();
    assertThat(seen.before("e-2", T0, 8)).isFalse();

    assertThat(seen.before("e-1", T0.plusSeconds(1), 9)).isTrue();
    assertThat(seen.before("e-1", T0.plus(Duration.ofHours(24)), 10)).isTrue();
    assertThat(seen.before("e-1", T0.minusSeconds(5), 11)).isTrue();
  }

  @Test
  void takesTheSameRecordReadAgainForNoDuplicate() {
    seen.before("e-1", T0, 7);

    assertThat(seen.before("e-1", T0, 7)).isFalse();
    assertThat(seen.before("e-1", T0, 8)).isTrue();
  }

  @Test
  void forgetsAnEventAfterItsTime() {
    seen.before("e-1", T0, 7);
    seen.before("e-2", T0.plusSeconds(1), 8);

    seen.forget(T0.plus(KEPT).minusMillis(1), 10);
    assertThat(store.approximateNumEntries()).isEqualTo(2);

    seen.forget(T0.plus(KEPT), 10);
    assertThat(seen.before("e-1", T0.plus(KEPT), 9)).isFalse();
    assertThat(seen.before("e-2", T0.plus(KEPT), 10)).isTrue();
  }

  private static <K> KeyValueStore<K, byte[]> store(Serde<K> keys) {
    MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
    KeyValueStore<K, byte[]> store =
        Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("store"), keys, Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    return store;
  }
}
