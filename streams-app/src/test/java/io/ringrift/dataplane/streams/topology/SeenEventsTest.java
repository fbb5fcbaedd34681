package io.ringrift.dataplane.streams.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;
import org.junit.jupiter.api.Test;

class SeenEventsTest {

  private static final Instant T0 = Instant.parse("2026-11-24T10:00:00Z");
  private static final Duration KEPT = Duration.ofHours(25);

  private final SeenEvents seen = new SeenEvents(store(), KEPT);

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

    assertThat(seen.before("e-1", T0.plus(KEPT).plusSeconds(1), 8)).isFalse();
  }

  private static WindowStore<String, byte[]> store() {
    MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
    WindowStore<String, byte[]> store =
        Stores.windowStoreBuilder(
                Stores.inMemoryWindowStore("seen", KEPT, Duration.ofMinutes(1), false),
                Serdes.String(),
                Serdes.ByteArray())
            .withLoggingDisabled()
            .build();
    store.init(context.getStateStoreContext(), store);
    return store;
  }
}
