package io.ringrift.dataplane.worker.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.worker.transport.Priority;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class RestsTest {
  private final AtomicLong nanos = new AtomicLong(-7);
  private final Rests rests = new Rests(nanos::get);

  @Example
  void anEmptyTopicSitsOutTwiceAsLongEachTimeUpToALimit() {
    for (int millis : List.of(50, 100, 200, 400, 500, 500)) {
      rests.empty(Priority.HIGH);
      pass(millis - 1);
      assertThat(rests.resting()).as("after %d ms", millis - 1).containsExactly(Priority.HIGH);
      pass(1);
      assertThat(rests.resting()).as("after %d ms", millis).isEmpty();
    }
  }

  @Example
  void workEndsTheRestAndShortensTheNext() {
    rests.empty(Priority.LOW);
    pass(60);
    rests.empty(Priority.LOW);

    rests.work(Priority.LOW);
    assertThat(rests.resting()).isEmpty();

    rests.empty(Priority.LOW);
    pass(Rests.FIRST_MILLIS);
    assertThat(rests.resting()).isEmpty();
  }

  @Example
  void nobodySitsOutWhereNobodyHasWork() {
    rests.empty(Priority.HIGH);
    rests.empty(Priority.NORMAL);
    rests.empty(Priority.LOW);
    assertThat(rests.resting()).hasSize(3);

    rests.empty(Priority.COLD_STORAGE);

    assertThat(rests.resting()).isEmpty();
  }

  @Property
  void nobodySitsOutLongerThanTheBound(@ForAll List<Priority> emptyOnes) {
    emptyOnes.forEach(
        priority -> {
          if (priority != Priority.CRITICAL) {
            rests.empty(priority);
          }
        });

    pass(Rests.LONGEST_MILLIS);

    assertThat(rests.resting()).isEmpty();
  }

  private void pass(int millis) {
    nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis));
  }
}
