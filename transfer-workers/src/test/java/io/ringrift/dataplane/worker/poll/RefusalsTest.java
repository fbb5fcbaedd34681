package io.ringrift.dataplane.worker.poll;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.worker.execute.Attempt;
import io.ringrift.dataplane.worker.execute.ExecutionResult;
import io.ringrift.dataplane.worker.transport.Reaction;
import io.ringrift.dataplane.worker.transport.TransportKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RefusalsTest {
  private final Refusals refusals = new Refusals();

  @Test
  void twoAgentsThatRefuseMeanThisWorker() {
    refusals.ended("gpu-1", refused());
    refusals.ended("gpu-1", refused());
    assertThat(refusals.trouble()).isEmpty();

    refusals.ended("gpu-2", refused());

    assertThat(refusals.trouble())
        .hasValueSatisfying(why -> assertThat(why).contains("gpu-1, gpu-2", "key 7 is not known"));
  }

  @Test
  void whatArrivesEndsIt() {
    refusals.ended("gpu-1", refused());
    refusals.ended("gpu-2", refused());

    refusals.ended("gpu-1", failed("unreachable", Reaction.RETRY_SAME));
    assertThat(refusals.trouble()).isPresent();

    refusals.ended("gpu-1", new ExecutionResult.Complete(List.of(), 1, 1, "/data/x"));
    assertThat(refusals.trouble()).isEmpty();
  }

  @Test
  void whatABucketOrTheSourcesSshRefusesIsNotThisWorkersDoing() {
    refusals.ended("gpu-1", failed("unauthorised", Reaction.NEXT_TRANSPORT));
    refusals.ended("gpu-2", failed("unauthorised", Reaction.NEXT_TRANSPORT));
    refusals.ended("gpu-3", new ExecutionResult.Failed(List.of(), "no transport can be used"));

    assertThat(refusals.trouble()).isEmpty();
  }

  private static ExecutionResult refused() {
    return failed("unauthorised", Reaction.GIVE_UP);
  }

  private static ExecutionResult failed(String code, Reaction reaction) {
    Attempt attempt =
        new Attempt(
            TransportKind.P2P_HTTP,
            "a",
            Instant.EPOCH,
            Duration.ZERO,
            0,
            code,
            Optional.of(reaction),
            Optional.of("key 7 is not known"),
            "default order");
    return new ExecutionResult.Failed(List.of(attempt), code);
  }
}
