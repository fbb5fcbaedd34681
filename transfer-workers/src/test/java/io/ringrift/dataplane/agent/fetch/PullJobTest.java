package io.ringrift.dataplane.agent.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How a job ends. */
class PullJobTest extends PullsFixture {
  @Test
  void anErrorEndsThePullAndGivesItsRoomBack() throws Exception {
    Pull pull = new Pull(order("op-1", 1, A, "one"), "grant");
    AtomicInteger released = new AtomicInteger();
    Carrier.Carriage broken =
        new Carrier.Carriage() {
          @Override
          public PullStatus.Received carry(Pull carried) {
            throw new OutOfMemoryError("Java heap space");
          }

          @Override
          public void close() {
            released.incrementAndGet();
          }
        };

    assertThatThrownBy(new PullJob(pull, broken, released::incrementAndGet)::run)
        .isInstanceOf(OutOfMemoryError.class);

    assertThat(pull.state()).isEqualTo(PullState.FAILED);
    assertThat(pull.status().failure().code()).isEqualTo(FailureCode.INTERNAL_ERROR);
    assertThat(released).hasValue(2);
  }

  @Test
  void bytesAreCountedAlsoWhereThereAreMoreThanAnIntegerHolds() throws Exception {
    Pull pull = new Pull(order("op-1", 1, A, "one"), "grant");
    try (PartialFile file = PartialFile.open(folder, pull.order().sha256(), 3)) {
      FetchTask task =
          pull.begin((now, from, count) -> new FetchTask(now, from, file, List.of(), count));

      task.payFor(5L << 30);
      task.moved(5L << 30);
    }

    assertThat(pull.status().bytesReceived()).isEqualTo(5L << 30);
  }
}
