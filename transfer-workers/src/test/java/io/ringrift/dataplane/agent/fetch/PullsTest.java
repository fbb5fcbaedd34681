package io.ringrift.dataplane.agent.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.fetch.PullAnswer.Accepted;
import io.ringrift.dataplane.agent.fetch.PullAnswer.Cause;
import io.ringrift.dataplane.agent.fetch.PullAnswer.Refused;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Which orders are taken, joined, refused. */
class PullsTest extends PullsFixture {
  @Test
  void refusesAnEpochLowerThanOneSeenEvenAfterARestart() throws Exception {
    source.letThrough(A);
    submit(order("op-2", 5, A, "one"));
    assertDone("op-2");

    Refused refused = (Refused) submit(order("op-1", 4, A, "one"));
    close();
    open();

    assertThat(refused)
        .isEqualTo(
            new Refused(
                Cause.SUPERSEDED,
                "epoch is 4, epoch 5 of another order has been seen for " + A,
                0));
    assertThat(((Refused) submit(order("op-1", 4, A, "one"))).cause()).isEqualTo(Cause.SUPERSEDED);
    assertThat(pulls.refusals()).isEqualTo(Map.of(Cause.SUPERSEDED, 1L));
  }

  @Test
  void theSameOrderTwiceIsOnePull() throws Exception {
    PullOrder order = order("op-1", 1, A, "one");

    Accepted first = (Accepted) submit(order);
    Accepted second = (Accepted) submit(order);
    source.letThrough(A);

    assertThat(first.started()).isTrue();
    assertThat(second.started()).isFalse();
    PullStatus done = assertDone("op-1");
    assertThat(((Accepted) submit(order)).status()).isEqualTo(done);
    assertThat(source.begun()).containsExactly("op-1");
  }

  @Test
  void aLaterEpochForTheSameContentAdoptsWhatRuns() throws Exception {
    submit(order("op-1", 1, A, "one"));
    Awaitility.await().until(() -> source.begun().size() == 1);

    Accepted adopted = (Accepted) submit(order("op-2", 2, A, "one"));
    source.letThrough(A);

    assertThat(adopted.started()).isFalse();
    PullStatus done = assertDone("op-2");
    assertThat(done.order().epoch()).isEqualTo(2);
    assertThat(pulls.status("op-1")).contains(done);
    assertThat(source.begun()).containsExactly("op-1");
  }

  @Test
  void aLaterEpochForOtherContentEndsWhatRuns() throws Exception {
    submit(order("op-1", 1, A, "one"));
    PullOrder later = order("op-2", 2, A, "two");

    Refused wait = (Refused) submit(later);
    PullStatus ended = pulls.await("op-1", Duration.ofSeconds(10)).orElseThrow();
    submit(later);
    source.letThrough(A);

    assertThat(wait.cause()).isEqualTo(Cause.BUSY);
    assertThat(wait.retryAfterMillis()).isEqualTo(250);
    assertThat(ended.state()).isEqualTo(PullState.FAILED);
    assertThat(ended.failure())
        .isEqualTo(
            new PullStatus.Failure(
                FailureCode.SUPERSEDED, Reaction.GIVE_UP, "op-2 epoch 2 orders other content"));
    assertDone("op-2");
    assertThat(root.path().resolve(A)).hasContent("two");
  }

  @Test
  void saysBusyWithTheReasonAndKeepsASlotForCritical() throws Exception {
    submit(order("op-a", 1, A, "a"));
    submit(order("op-b", 1, B, "b"));
    PullOrder third = order("op-c", 1, C, "c");

    assertThat(submit(third)).isEqualTo(new Refused(Cause.BUSY, "all 2 slots are taken", 2000));
    assertThat(submit(with(third, PullPriority.CRITICAL))).isInstanceOf(Accepted.class);
    assertThat(submit(with(order("op-d", 1, "models/d.pth", "d"), PullPriority.CRITICAL)))
        .isEqualTo(new Refused(Cause.BUSY, "all 3 slots are taken", 2000));
  }

  @Test
  void limitsTheBytesInFlightButTakesALargeFileAlone() throws Exception {
    String large = "x".repeat(150);

    assertThat(submit(order("op-a", 1, A, large))).isInstanceOf(Accepted.class);
    assertThat(submit(order("op-b", 1, B, "b")))
        .isEqualTo(
            new Refused(
                Cause.BUSY,
                "150 bytes are in flight, with this order it would be more than 100",
                2000));
    source.letThrough(A);
    assertDone("op-a");
    assertThat(submit(order("op-b", 1, B, "b"))).isInstanceOf(Accepted.class);
  }

  @Test
  void doesNotFetchOneContentTwiceAtATime() throws Exception {
    submit(order("op-a", 1, A, "same"));

    assertThat(submit(order("op-b", 1, B, "same")))
        .isEqualTo(new Refused(Cause.BUSY, "the same content is being moved as " + A, 2000));
  }

  @Test
  void refusesWhatTheNodeDoesNotReceiveAndTransportsItDoesNotHave() throws Exception {
    assertThat(submit(order("op-1", 1, "npz/hex8_2p/x.npz", "x")))
        .isEqualTo(new Refused(Cause.TARGET_REFUSES, "this node receives [MODEL], not NPZ", 0));
    PullOrder order = order("op-1", 1, A, "x");
    assertThat(submit(order.from("gpu-1", order.peerUrl(), "carrier_pigeon")))
        .isEqualTo(
            new Refused(
                Cause.UNKNOWN_TRANSPORT,
                "transport is 'carrier_pigeon', this node has [memory]",
                0));
    assertThat(pulls.active()).isZero();
  }

  /** As when a look at the bucket fails at the moment that a worker renews its grant. */
  @Test
  void aTransportThatCanNotBeUsedForAMomentKeepsOnlyNewPullsFromStarting() throws Exception {
    PullOrder order = order("op-1", 1, A, "one");
    submit(order);
    Awaitility.await().until(() -> source.begun().size() == 1);

    source.unavailable("away");

    assertThat(submit(order)).isInstanceOf(Accepted.class);
    assertThat(submit(order("op-2", 2, A, "one"))).isInstanceOf(Accepted.class);
    Refused unavailable = new Refused(Cause.UNKNOWN_TRANSPORT, "transport is 'memory', away", 0);
    assertThat(submit(order("op-3", 3, A, "two"))).isEqualTo(unavailable);
    assertThat(submit(order("op-b", 1, B, "b"))).isEqualTo(unavailable);
    source.letThrough(A);
    assertDone("op-2");
    assertThat(source.begun()).containsExactly("op-1");
  }

  @Test
  void stopsPullsWhenItClosesSoThatTheyCanBeResumed() throws Exception {
    submit(order("op-1", 1, A, "one"));
    Awaitility.await().until(() -> source.begun().size() == 1);

    pulls.close();

    PullStatus status = pulls.status("op-1").orElseThrow();
    assertThat(status.state()).isEqualTo(PullState.CANCELLED);
    assertThat(status.failure().message()).isEqualTo("the agent is shutting down");
  }
}
