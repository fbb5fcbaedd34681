package io.ringrift.dataplane.worker.poll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.dataplane.worker.transport.Priority;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SlotsTest {
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<Slots.Slot> held = new ArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
  private final Slots slots = new Slots(new PollPlan(3, 1), nanos::get);

  @AfterEach
  void close() {
    slots.stop();
    threads.shutdownNow();
  }

  @Test
  void handsOutTheSharedSlotsThenMakesOthersWait() throws Exception {
    takeOther();
    Slots.Slot second = takeOther();

    Future<Optional<Slots.Slot>> third = waiting(slots::takeOther);
    second.done();

    assertThat(third.get(10, TimeUnit.SECONDS)).isPresent();
  }

  @Test
  void keepsCriticalsOwnSlotFromOthers() throws Exception {
    takeOther();
    takeOther();

    Slots.Slot critical = slots.takeCritical().orElseThrow();

    assertThat(critical.priority()).isEqualTo(Priority.CRITICAL);
    assertThat(critical.shared()).isFalse();
  }

  @Test
  void givesAFreedSlotToCriticalFirst() throws Exception {
    fill();
    Slots.Slot busy = held.get(0);

    Future<Optional<Slots.Slot>> other = waiting(slots::takeOther);
    Future<Optional<Slots.Slot>> critical = waiting(slots::takeCritical);
    busy.done();

    assertThat(critical.get(10, TimeUnit.SECONDS).orElseThrow().shared()).isTrue();
    assertThat(other).isNotDone();
  }

  @Test
  void letsOthersGoFirstOnceCriticalFoundNothingInASharedSlot() throws Exception {
    fill();
    held.get(0).done();
    Slots.Slot idle = slots.takeCritical().orElseThrow();
    Future<Optional<Slots.Slot>> other = waiting(slots::takeOther);
    idle.unused();

    assertThat(other.get(10, TimeUnit.SECONDS)).isPresent();
  }

  @Test
  void takesTurnsByWeight() throws Exception {
    List<Priority> order = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Slots.Slot slot = takeOther();
      order.add(slot.priority());
      slot.unused();
    }

    assertThat(order)
        .containsExactly(
            Priority.HIGH, Priority.NORMAL, Priority.LOW, Priority.COLD_STORAGE, Priority.HIGH);
  }

  @Test
  void asksNoEmptyTopicsWhileAnotherHasWork() throws Exception {
    List<Priority> order = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Slots.Slot slot = takeOther();
      order.add(slot.priority());
      if (slot.priority() == Priority.LOW) {
        slot.brought();
        slot.done();
      } else {
        slot.unused();
      }
    }
    assertThat(order.subList(4, 8)).containsOnly(Priority.LOW);

    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(Rests.FIRST_MILLIS));

    assertThat(takeOther().priority()).isEqualTo(Priority.HIGH);
  }

  @Test
  void countsASlotGivenBackTwiceOnce() throws Exception {
    Slots.Slot slot = takeOther();
    slot.done();
    slot.unused();
    slot.done();

    assertThat(slots.inUse().values()).containsOnly(0);
  }

  @Test
  void endsAllWaitingWhenStopped() throws Exception {
    fill();
    Future<Optional<Slots.Slot>> other = waiting(slots::takeOther);
    Future<Optional<Slots.Slot>> critical = waiting(slots::takeCritical);

    slots.stop();

    assertThat(other.get(10, TimeUnit.SECONDS)).isEmpty();
    assertThat(critical.get(10, TimeUnit.SECONDS)).isEmpty();
  }

  /** Two of others in the shared slots, one of CRITICAL in its own. */
  private void fill() throws InterruptedException {
    held.add(takeOther());
    held.add(takeOther());
    held.add(slots.takeCritical().orElseThrow());
  }

  private Slots.Slot takeOther() throws InterruptedException {
    return slots.takeOther().orElseThrow();
  }

  /** Begins to take a slot and returns when it waits for one. */
  private Future<Optional<Slots.Slot>> waiting(Callable<Optional<Slots.Slot>> taking) {
    List<Thread> taker = new ArrayList<>();
    Future<Optional<Slots.Slot>> future =
        threads.submit(
            () -> {
              synchronized (taker) {
                taker.add(Thread.currentThread());
              }
              return taking.call();
            });
    await()
        .until(
            () -> {
              synchronized (taker) {
                return !taker.isEmpty() && taker.get(0).getState() == Thread.State.WAITING;
              }
            });
    return future;
  }
}
