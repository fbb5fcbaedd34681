package io.ringrift.dataplane.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When the ledger is asked what is still wanted, and what goes then. */
class LeftoversTest {
  private final Map<String, Instant> lastWritten = new HashMap<>();
  private final Set<String> open = new HashSet<>();
  private final SteppingClock clock = new SteppingClock(Instant.parse("2026-11-24T12:00:00Z"));
  private int questions;
  private boolean away;
  private final Leftovers leftovers = new Leftovers(new InMemory(), this::ask, clock);

  @AfterEach
  void close() {
    leftovers.close();
  }

  @Test
  void asksNobodyWhereNothingLiesAbout() {
    lookFor(Duration.ofHours(1));

    assertThat(questions).isZero();
  }

  @Test
  void leavesAloneWhatIsStillWrittenTo() {
    for (int i = 0; i < 100; i++) {
      lastWritten.put("a", clock.instant());
      lookFor(Leftovers.LOOK);
    }

    assertThat(lastWritten).containsKey("a");
    assertThat(questions).isZero();
  }

  @Test
  void removesWhatNoOpenOperationWantsAndKeepsTheRest() {
    lastWritten.put("failed", clock.instant());
    lastWritten.put("in backoff", clock.instant());
    open.add("in backoff");

    lookFor(Leftovers.IDLE.plus(Leftovers.LOOK));

    assertThat(lastWritten).containsOnlyKeys("in backoff");
  }

  @Test
  void removesItWithinTheBoundOnceItsOperationHasEnded() {
    lastWritten.put("a", clock.instant());
    open.add("a");
    lookFor(Duration.ofHours(3));
    assertThat(lastWritten).containsKey("a");

    open.clear();
    lookFor(Leftovers.LONGEST.plus(Leftovers.LOOK));

    assertThat(lastWritten).isEmpty();
  }

  @Test
  void asksLessAndLessWhileAllOfItIsWanted() {
    lastWritten.put("a", clock.instant());
    open.add("a");

    lookFor(Duration.ofHours(10));

    assertThat(questions).isBetween(58, 64);
  }

  @Test
  void removesNothingWhileTheLedgerCannotBeAsked() {
    lastWritten.put("a", clock.instant());
    away = true;
    lookFor(Duration.ofMinutes(30));
    assertThat(lastWritten).containsKey("a");

    away = false;
    lookFor(Leftovers.LOOK);

    assertThat(lastWritten).isEmpty();
  }

  private void lookFor(Duration time) {
    Instant end = clock.instant().plus(time);
    while (clock.instant().isBefore(end)) {
      clock.step(Leftovers.LOOK);
      leftovers.look();
    }
  }

  private Set<String> ask() {
    questions++;
    if (away) {
      throw new IllegalStateException("no broker");
    }
    return open;
  }

  private final class InMemory implements Leftovers.Partials {
    @Override
    public boolean idleSince(Instant before) {
      return lastWritten.values().stream().anyMatch(at -> at.isBefore(before));
    }

    @Override
    public int remove(Instant before, Set<String> wanted) {
      int all = lastWritten.size();
      lastWritten
          .entrySet()
          .removeIf(file -> file.getValue().isBefore(before) && !wanted.contains(file.getKey()));
      return all - lastWritten.size();
    }
  }
}
