package io.ringrift.dataplane.worker.poll;

import io.ringrift.dataplane.worker.transport.Priority;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The slots of one worker, handed out as {@link PollPlan} says. Who asks for work must hold a slot
 * first, so that whatever a poll brings can start at once. Thread safe.
 *
 * <p>While CRITICAL's own slots are full its poller wants a shared one. It gets that before the
 * others, but having found nothing it lets them go first once: an idle poll holds up no work.
 */
final class Slots {
  private final PollPlan plan;
  private final Rests rests;
  private final Map<Priority, Integer> inUse = new EnumMap<>(Priority.class);
  private PollPlan.Turns turns = PollPlan.Turns.NONE;
  private int othersWaiting;
  private boolean criticalWaiting;
  private boolean othersFirst;
  private boolean stopped;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  Slots(PollPlan plan, LongSupplier nanoTime) {
    this.plan = plan;
    this.rests = new Rests(nanoTime);
  }

  /**
   * Waits for a slot in which to poll CRITICAL.
   *
   * @return empty once stopped
   */
  synchronized Optional<Slot> takeCritical() throws InterruptedException {
    criticalWaiting = true;
    try {
      while (!stopped && !criticalMayGo()) {
        wait();
      }
    } finally {
      criticalWaiting = false;
    }
    return stopped ? Optional.empty() : Optional.of(take(Priority.CRITICAL));
  }

  /**
   * Waits for a shared slot in which to poll the priority whose turn it is.
   *
   * @return empty once stopped
   */
  synchronized Optional<Slot> takeOther() throws InterruptedException {
    othersWaiting++;
    try {
      while (!stopped && !othersMayGo()) {
        wait();
      }
    } finally {
      othersWaiting--;
    }
    if (stopped) {
      return Optional.empty();
    }
    Set<Priority> resting = rests.resting();
    Priority priority =
        plan.mayPoll(inUse, turns).stream()
            .filter(p -> p != Priority.CRITICAL && !resting.contains(p))
            .findFirst()
            .orElseThrow();
    turns = turns.taken(priority);
    othersFirst = false;
    return Optional.of(take(priority));
  }

  /** Nobody gets a slot any more. Slots in use are unaffected. */
  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  /** Slots in use by priority, those of polls under way included. */
  synchronized Map<Priority, Integer> inUse() {
    return new EnumMap<>(inUse);
  }

  private boolean criticalMayGo() {
    boolean own = inUse.getOrDefault(Priority.CRITICAL, 0) < plan.reserved();
    boolean any = plan.mayPoll(inUse, turns).contains(Priority.CRITICAL);
    return own || (any && !(othersFirst && othersWaiting > 0));
  }

  private boolean othersMayGo() {
    List<Priority> may = plan.mayPoll(inUse, turns);
    boolean criticalTakesIt =
        criticalWaiting
            && !othersFirst
            && inUse.getOrDefault(Priority.CRITICAL, 0) >= plan.reserved();
    return may.size() > 1 && !criticalTakesIt;
  }

  private Slot take(Priority priority) {
    boolean shared =
        priority != Priority.CRITICAL || inUse.getOrDefault(priority, 0) >= plan.reserved();
    inUse.merge(priority, 1, Integer::sum);
    notifyAll();
    return new Slot(priority, shared);
  }

  private synchronized void work(Priority priority) {
    rests.work(priority);
  }

  private synchronized void release(Slot slot, boolean unused) {
    if (slot.released) {
      return;
    }
    slot.released = true;
    inUse.merge(slot.priority, -1, Integer::sum);
    if (unused && slot.priority != Priority.CRITICAL) {
      rests.empty(slot.priority);
    } else if (unused && slot.shared) {
      othersFirst = true;
    }
    notifyAll();
  }

  /** One slot. Given back once, by whichever of the two is called first. */
  final class Slot {
    private final Priority priority;
    private final boolean shared;
    private boolean released;

    private Slot(Priority priority, boolean shared) {
      this.priority = priority;
      this.shared = shared;
    }

    Priority priority() {
      return priority;
    }

    /** Whether others wait for it, so that a poll in it should be short. */
    boolean shared() {
      return shared;
    }

    /** The poll brought work; {@link #done} follows. */
    void brought() {
      work(priority);
    }

    /** The poll brought nothing. */
    void unused() {
      release(this, true);
    }

    /** What ran in it has ended. */
    void done() {
      release(this, false);
    }
  }
}
