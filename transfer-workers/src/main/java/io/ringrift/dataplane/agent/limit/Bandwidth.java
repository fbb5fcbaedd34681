package io.ringrift.dataplane.agent.limit;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Bytes a second that all transfers of a node share by weight, in one direction. Thread-safe; how
 * the rate is kept and shared is {@link Turns}' doing.
 */
public final class Bandwidth {
  private final long bytesPerSecond;
  private final Turns turns;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final LongAdder moved = new LongAdder();

  /**
   * @param bytesPerSecond 0: no limit
   */
  public Bandwidth(long bytesPerSecond) {
    if (bytesPerSecond < 0) {
      throw new IllegalArgumentException(
          "bytes per second is " + bytesPerSecond + ", allowed is 0 (no limit) or more");
    }
    this.bytesPerSecond = bytesPerSecond;
    this.turns = bytesPerSecond == 0 ? null : new Turns(bytesPerSecond, System.nanoTime());
  }

  public static Bandwidth unlimited() {
    return new Bandwidth(0);
  }

  /** 0: no limit. */
  public long bytesPerSecond() {
    return bytesPerSecond;
  }

  /**
   * Waits for leave to move bytes.
   *
   * @param most 1 or more
   * @param weight share beside others, 1 or more
   * @return how many may be moved now, 1 or more
   */
  public int take(int most, int weight) throws InterruptedException {
    int bytes = turns == null ? most : waitForTurn(most, weight);
    moved.add(bytes);
    return bytes;
  }

  /** Bytes for which leave was given so far. */
  public long moved() {
    return moved.sum();
  }

  private int waitForTurn(int most, int weight) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      Turns.Turn turn = turns.join(most, weight);
      try {
        awaitTurn(turn);
      } catch (InterruptedException e) {
        turns.leave(turn);
        throw e;
      } finally {
        changed.signalAll();
      }
      return turn.bytes();
    } finally {
      lock.unlock();
    }
  }

  private void awaitTurn(Turns.Turn turn) throws InterruptedException {
    long wait = turns.untilFree(System.nanoTime());
    while (!turns.first(turn) || wait > 0) {
      if (turns.first(turn)) {
        changed.await(wait, TimeUnit.NANOSECONDS);
      } else {
        changed.await();
      }
      wait = turns.untilFree(System.nanoTime());
    }
    turns.go(turn, System.nanoTime());
  }
}
