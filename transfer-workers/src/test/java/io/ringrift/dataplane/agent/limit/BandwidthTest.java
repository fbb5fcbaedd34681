package io.ringrift.dataplane.agent.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BandwidthTest {

  @Test
  void noLimitIsNoWait() throws Exception {
    assertThat(Bandwidth.unlimited().take(1 << 20, 1)).isEqualTo(1 << 20);
  }

  @Test
  void aTurnIsAFiftiethOfASecondAtMost() throws Exception {
    assertThat(new Bandwidth(2_000_000).take(1 << 20, 1)).isEqualTo(40_000);
    assertThat(new Bandwidth(2_000_000).take(100, 1)).isEqualTo(100);
    assertThat(new Bandwidth(1000).take(1 << 20, 1)).isEqualTo(Turns.SMALLEST_TURN);
  }

  @Test
  void countsWhatItGaveLeaveFor() throws Exception {
    for (Bandwidth bandwidth : List.of(Bandwidth.unlimited(), new Bandwidth(2_000_000))) {
      int first = bandwidth.take(1 << 20, 1);
      bandwidth.take(100, 1);

      assertThat(bandwidth.moved()).isEqualTo(first + 100);
    }
  }

  @Test
  void manyThreadsTogetherTakeAtLeastAsLongAsTheirBytesNeed() throws Exception {
    Bandwidth bandwidth = new Bandwidth(4_000_000);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    long began = System.nanoTime();
    List<Future<Integer>> takers = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      int weight = 1 << i % 5;
      takers.add(threads.submit(() -> take(bandwidth, 250_000, weight)));
    }
    for (Future<Integer> taker : takers) {
      assertThat(taker.get(60, TimeUnit.SECONDS)).isEqualTo(250_000);
    }
    threads.shutdown();

    // 2 MB at 4 MB/s, less what may be saved up and the last turn.
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThan(Duration.ofMillis(455));
  }

  @Test
  void oneThatGivesUpHoldsNobodyUp() throws Exception {
    Bandwidth bandwidth = new Bandwidth(1000);
    ExecutorService threads = Executors.newFixedThreadPool(2);
    bandwidth.take(1000, 1);
    List<Thread> first = new ArrayList<>();
    Future<Integer> givesUp =
        threads.submit(
            () -> {
              synchronized (first) {
                first.add(Thread.currentThread());
              }
              return bandwidth.take(1000, 16);
            });
    await()
        .until(
            () -> {
              synchronized (first) {
                return !first.isEmpty() && first.get(0).getState() == Thread.State.TIMED_WAITING;
              }
            });
    Future<Integer> next = threads.submit(() -> bandwidth.take(10, 1));

    givesUp.cancel(true);

    assertThat(next.get(60, TimeUnit.SECONDS)).isEqualTo(10);
    threads.shutdown();
  }

  @Test
  void refusesANegativeRate() {
    assertThatThrownBy(() -> new Bandwidth(-1))
        .hasMessage("bytes per second is -1, allowed is 0 (no limit) or more");
  }

  private static int take(Bandwidth bandwidth, int bytes, int weight) throws InterruptedException {
    int taken = 0;
    while (taken < bytes) {
      taken += bandwidth.take(bytes - taken, weight);
    }
    return taken;
  }
}
