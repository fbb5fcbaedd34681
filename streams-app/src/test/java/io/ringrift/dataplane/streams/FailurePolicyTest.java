package io.ringrift.dataplane.streams;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_APPLICATION;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.streams.topology.StoresDisagreeException;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.InvalidTxnStateException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TransactionAbortableException;
import org.apache.kafka.streams.errors.StreamsException;
import org.junit.jupiter.api.Test;

class FailurePolicyTest {
  private final FailurePolicy policy = new FailurePolicy(Duration.ZERO);

  @Test
  void goesOnAfterATransactionThatTheBrokerEnded() {
    // What a process that stood still for 14 s met at its next commit: the chaos suite's FREEZE.
    List<RuntimeException> lost =
        List.of(
            new InvalidTxnStateException("attempted a transactional operation in an invalid state"),
            new InvalidProducerEpochException("old"),
            new ProducerFencedException("fenced"),
            new TransactionAbortableException("abort it"));

    assertThat(lost)
        .extracting(cause -> policy.handle(new StreamsException("can't commit", cause)))
        .containsOnly(REPLACE_THREAD);
  }

  @Test
  void goesOnAfterWhatPassesByItself() {
    assertThat(policy.handle(new StreamsException(new TimeoutException("no broker"))))
        .isEqualTo(REPLACE_THREAD);
  }

  @Test
  void restoresStoresThatDisagreeButNotForEver() {
    goesOnEightTimesAndEnds(new StoresDisagreeException("the index names need a"));
  }

  /** A broker that was killed said so to the only instance, of its own threads. */
  @Test
  void goesOnUnderANewNameButNotForEverIfAnotherInstanceHasIt() {
    goesOnEightTimesAndEnds(new FencedInstanceIdException("registered with a different member.id"));
  }

  private void goesOnEightTimesAndEnds(RuntimeException cause) {
    StreamsException failure = new StreamsException(cause);
    for (int time = 1; time <= 8; time++) {
      assertThat(policy.handle(failure)).as("time %d", time).isEqualTo(REPLACE_THREAD);
    }
    assertThat(policy.handle(failure)).isEqualTo(SHUTDOWN_APPLICATION);
  }

  @Test
  void endsEverywhereOnWhatWouldHappenAgain() {
    assertThat(policy.handle(new IllegalStateException("a bug"))).isEqualTo(SHUTDOWN_APPLICATION);
    assertThat(policy.handle(new StreamsException(new RecordTooLargeException("6 MB"))))
        .isEqualTo(SHUTDOWN_APPLICATION);
  }

  @Test
  void takesFailuresForPartOfTheEndOnceItCloses() {
    policy.closing();

    assertThat(policy.handle(new IllegalStateException("anything"))).isEqualTo(SHUTDOWN_CLIENT);
  }
}
