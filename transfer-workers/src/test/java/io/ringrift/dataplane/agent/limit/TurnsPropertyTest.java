package io.ringrift.dataplane.agent.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.lifecycle.AfterContainer;

/** What {@link Turns} promises, for all loads, in simulated time. */
class TurnsPropertyTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final int[] WEIGHTS = {16, 8, 4, 2, 1};
  private static double worst;

  @AfterContainer
  static void tell() {
    System.out.printf("bandwidth: most bytes in any second, of what is allowed: %.3f%n", worst);
  }

  @Property(tries = 100)
  void handsOutLessThanFivePercentTooMuchInAnySecond(
      @ForAll @LongRange(min = 52_000, max = 100_000_000) long bytesPerSecond,
      @ForAll @IntRange(min = 1, max = 40) int takers,
      @ForAll @LongRange(max = Long.MAX_VALUE) long seed) {
    Random random = new Random(seed);
    Simulation simulation = new Simulation(bytesPerSecond);
    for (int i = 0; i < takers; i++) {
      int most = 16_384 + random.nextInt(1 << 20);
      long longestPause = random.nextInt(3) * SECOND / (1 + random.nextInt(200));
      simulation.taker(
          WEIGHTS[random.nextInt(WEIGHTS.length)],
          most,
          now -> longestPause == 0 ? 0 : random.nextLong(longestPause));
    }

    simulation.run(4 * SECOND);

    double share = (double) simulation.mostInASecond() / bytesPerSecond;
    worst = Math.max(worst, share);
    assertThat(share).isLessThan(1.05);
  }

  @Property(tries = 30)
  void sharesByWeightAmongThoseThatWant(
      @ForAll @LongRange(min = 1_000_000, max = 50_000_000) long bytesPerSecond,
      @ForAll @IntRange(min = 1, max = 31) int present) {
    Simulation simulation = new Simulation(bytesPerSecond);
    int sum = 0;
    for (int weight : WEIGHTS) {
      if ((present & weight) != 0) {
        sum += weight;
        simulation.taker(weight, 1 << 20, now -> 0);
      }
    }

    simulation.run(20 * SECOND);

    double all = 20.0 * bytesPerSecond;
    for (Map.Entry<Integer, Long> moved : simulation.byWeight.entrySet()) {
      assertThat(moved.getValue() / all)
          .as("share of weight %d of %d", moved.getKey(), sum)
          .isBetween(0.95 * moved.getKey() / sum, 1.05 * moved.getKey() / sum + 0.001);
    }
  }

  @Property(tries = 30)
  void whoComesLateNeitherWaitsLongNorCatchesUp(
      @ForAll @IntRange(min = 0, max = 4) int late, @ForAll @IntRange(min = 0, max = 4) int early) {
    Simulation simulation = new Simulation(1_000_000);
    simulation.taker(WEIGHTS[early], 1 << 20, now -> 0);
    simulation.run(10 * SECOND);
    simulation.byWeight.clear();

    simulation.taker(WEIGHTS[late], 1 << 20, now -> 0);
    simulation.run(20 * SECOND);

    double fair = 10e6 * WEIGHTS[late] / (WEIGHTS[late] + WEIGHTS[early]);
    long moved = simulation.byWeight.get(WEIGHTS[late]);
    assertThat((double) moved).isBetween(0.9 * fair, late == early ? 1.01 * 10e6 : 1.1 * fair);
  }

  /** Takers that move what they may and come back after a pause. */
  private static final class Simulation {
    private record Moved(long at, int bytes) {}

    private static final class Taker {
      private final int weight;
      private final int most;
      private final ToLongFunction<Long> pause;
      private long comesAt;
      private Turns.Turn turn;

      private Taker(int weight, int most, ToLongFunction<Long> pause, long comesAt) {
        this.weight = weight;
        this.most = most;
        this.pause = pause;
        this.comesAt = comesAt;
      }
    }

    private final Turns turns;
    private final List<Taker> takers = new ArrayList<>();
    private final List<Moved> moved = new ArrayList<>();
    private final Map<Integer, Long> byWeight = new TreeMap<>();
    private long now;

    private Simulation(long bytesPerSecond) {
      turns = new Turns(bytesPerSecond, 0);
    }

    private void taker(int weight, int most, ToLongFunction<Long> pause) {
      takers.add(new Taker(weight, most, pause, now));
    }

    private void run(long until) {
      while (now < until) {
        takers.stream()
            .filter(taker -> taker.turn == null && taker.comesAt <= now)
            .forEach(taker -> taker.turn = turns.join(taker.most, taker.weight));
        Taker first =
            takers.stream()
                .filter(taker -> taker.turn != null && turns.first(taker.turn))
                .findFirst()
                .orElse(null);
        long nextComes =
            takers.stream()
                .filter(taker -> taker.turn == null)
                .mapToLong(taker -> taker.comesAt)
                .min()
                .orElse(Long.MAX_VALUE);
        long mayGo = first == null ? Long.MAX_VALUE : now + Math.max(0, turns.untilFree(now));
        if (nextComes < mayGo) {
          now = nextComes;
        } else {
          now = mayGo;
          go(first);
        }
      }
    }

    private void go(Taker taker) {
      turns.go(taker.turn, now);
      moved.add(new Moved(now, taker.turn.bytes()));
      byWeight.merge(taker.weight, (long) taker.turn.bytes(), Long::sum);
      taker.turn = null;
      taker.comesAt = now + taker.pause.applyAsLong(now);
    }

    private long mostInASecond() {
      Deque<Moved> window = new ArrayDeque<>();
      long bytes = 0;
      long most = 0;
      for (Moved each : moved) {
        window.add(each);
        bytes += each.bytes();
        while (each.at() - window.peek().at() >= SECOND) {
          bytes -= window.remove().bytes();
        }
        most = Math.max(most, bytes);
      }
      return most;
    }
  }
}
