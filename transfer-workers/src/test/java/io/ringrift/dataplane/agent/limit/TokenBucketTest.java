package io.ringrift.dataplane.agent.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenBucketTest {
  private final AtomicLong nanos = new AtomicLong(-5);

  @Test
  void keepsItsRateWhateverThePortions() throws Exception {
    TokenBucket bucket = new TokenBucket(1_000_000, nanos::get, nanos::addAndGet);

    for (int i = 0; i < 1000; i++) {
      bucket.take(1 + i % 17_000);
    }

    long bytes = 1000L * 1001 / 2;
    assertThat(nanos.get()).isBetween(millis(bytes / 1000 - 101), millis(bytes / 1000 + 1));
  }

  @Test
  void doesNotSaveUpUnusedTime() throws Exception {
    TokenBucket bucket = new TokenBucket(1_000_000, nanos::get, nanos::addAndGet);
    nanos.addAndGet(Duration.ofHours(1).toNanos());
    long start = nanos.get();

    bucket.take(1_000_000);

    assertThat(nanos.get() - start).isEqualTo(millis(900));
  }

  @Test
  void refusesANegativeRate() {
    assertThatThrownBy(() -> new TokenBucket(-1))
        .hasMessage("bytes per second is -1, allowed is 0 (no limit) or more");
  }

  private static long millis(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }
}
