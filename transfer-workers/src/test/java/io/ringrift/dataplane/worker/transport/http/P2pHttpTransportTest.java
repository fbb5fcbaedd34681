package io.ringrift.dataplane.worker.transport.http;

import static io.ringrift.dataplane.worker.transport.http.SimulatedAgent.cancelled;
import static io.ringrift.dataplane.worker.transport.http.SimulatedAgent.done;
import static io.ringrift.dataplane.worker.transport.http.SimulatedAgent.failed;
import static io.ringrift.dataplane.worker.transport.http.SimulatedAgent.running;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.worker.Requests;
import io.ringrift.dataplane.worker.grant.Grant;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.Party;
import io.ringrift.dataplane.worker.transport.Reaction;
import io.ringrift.dataplane.worker.transport.Support;
import io.ringrift.dataplane.worker.transport.TransferFailure;
import io.ringrift.dataplane.worker.transport.TransferOutcome;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class P2pHttpTransportTest {
  private static final AgentReply AWAY = new AgentReply.Unreachable("no answer");

  private final SimulatedAgent agent = new SimulatedAgent();
  private final List<Long> progress = new ArrayList<>();
  private int grants;

  @Test
  void ordersThenAsksUntilDone() throws Exception {
    agent.answers(running(0, "a"), running(400, "a"), done(1000));

    TransferOutcome outcome = transfer("a");

    assertThat(outcome).isEqualTo(new TransferOutcome.Arrived(1000, 3, 17, "/data/x"));
    assertThat(agent.calls()).containsExactly("pull grant-1-a", "status", "status");
    assertThat(progress).containsExactly(0L, 400L, 1000L);
    assertThat(agent.orders())
        .containsExactly(
            new PullOrder(
                "op-1",
                7,
                "npz/hex8_2p/a.npz",
                "NPZ",
                "hex8_2p",
                Requests.SHA256,
                1000,
                "a",
                "http://a",
                "read-a",
                null,
                null,
                "HIGH",
                "p2p_http",
                "",
                List.of()));
  }

  @Test
  void countsOnlyWhatCameDuringItself() throws Exception {
    agent.answers(running(700, "a"), done(1000));

    assertThat(transfer("a").bytesReceived()).isEqualTo(300);
  }

  @Test
  void countsAgainWhatARestartedAgentFetchesAgain() throws Exception {
    agent.answers(
        running(0, "a"), running(600, "a"), new AgentReply.Unknown(), running(0, "a"), done(500));

    assertThat(transfer("a").bytesReceived()).isEqualTo(1100);
  }

  @Test
  void ordersAgainWhenTheAgentRestartsInTheMiddle() throws Exception {
    agent.answers(
        running(0, "a"), running(400, "a"), AWAY, AWAY, new AgentReply.Unknown(), done(600));

    assertThat(transfer("a")).isInstanceOf(TransferOutcome.Arrived.class);
    assertThat(agent.orders()).hasSize(4);
    assertThat(agent.orders()).allMatch(order -> order.epoch() == 7);
  }

  @Test
  void carriesOnWhenAnAgentThatShutsDownCancelsThePull() throws Exception {
    agent.answers(running(0, "a"), cancelled(300), AWAY, running(300, "a"), done(700));

    assertThat(transfer("a")).isInstanceOf(TransferOutcome.Arrived.class);
  }

  @Test
  void failsAtOnceWhenTheTargetWasNeverReached() throws Exception {
    agent.answers(AWAY);

    assertThat(failure("a").code()).isEqualTo("unreachable");
    assertThat(agent.calls()).hasSize(1);
  }

  @Test
  void failsWhenAnAgentStaysAwayLongerThanTheStallLimit() throws Exception {
    agent.answers(running(0, "a"), AWAY);

    TransferFailure failure = failure("a");

    assertThat(failure.code()).isEqualTo("unreachable");
    assertThat(failure.party()).isEqualTo(Party.TARGET);
    assertThat(agent.nanoTime()).isBetween(seconds(40), seconds(60));
  }

  @Test
  void cancelsAStalledPull() throws Exception {
    agent.answers(running(0, "a"), running(400, "a"));

    TransferFailure failure = failure("a");

    assertThat(failure.code()).isEqualTo("stalled");
    assertThat(failure.message()).startsWith("no new bytes at gpu-1 for 45 s, 400 of 1,000");
    assertThat(agent.calls()).last().isEqualTo("cancel");
  }

  @Test
  void waitsLongerForAResumingAgentToHashWhatItHas() throws Exception {
    long gibibytes = 64L << 30;
    agent.answers(running(gibibytes, "a"));

    transfer(Requests.of(gibibytes * 2, 1, "a"), "a");

    // 64 GiB at 64 MiB/s, and the stall limit.
    assertThat(agent.nanoTime()).isBetween(seconds(1024 + 40), seconds(1024 + 60));
  }

  @Test
  void endsATransferThatTricklesOn() throws Exception {
    long size = 1L << 30;
    agent.answers(trickle(2000, "a").toArray(AgentReply[]::new));

    TransferOutcome outcome = transfer(Requests.of(size, 1, "a"), "a");

    // 1 GiB at 256 KiB/s, and two minutes.
    assertThat(((TransferOutcome.Failed) outcome).failure().code()).isEqualTo("too_slow");
    assertThat(agent.nanoTime()).isBetween(seconds(4096 + 120), seconds(4096 + 140));
  }

  @Test
  void renewsItsGrantBeforeItExpires() throws Exception {
    List<AgentReply> hour = trickle(720, "a");
    hour.add(done(1000));
    agent.answers(hour.toArray(AgentReply[]::new));

    transfer(Requests.of(1L << 30, 1, "a"), "a");

    // 720 questions of 5 s each, an order every 4 minutes or less, a grant lives for 10.
    assertThat(grants).isBetween(13, 16);
  }

  @Test
  void renewsTheGrantOfTheSourceThatAnAdoptedPullUses() throws Exception {
    agent.answers(trickle(60, "b").toArray(AgentReply[]::new)).answers(done(1000));

    transfer(Requests.of(1L << 28, 1, "a", "b"), "a");

    assertThat(agent.calls()).contains("pull grant-1-a", "pull grant-2-b");
  }

  @Test
  void beginsItsOwnPullWhenTheAdoptedOneFails() throws Exception {
    agent.answers(running(10, "b"), failed("b", "checksum_mismatch", "OTHER_SOURCE"), done(900));

    assertThat(transfer("a")).isInstanceOf(TransferOutcome.Arrived.class);
    assertThat(agent.orders()).hasSize(2).allMatch(order -> order.sourceNode().equals("a"));
  }

  @Test
  void passesOnWhatTheAgentSaysOfTheSource() throws Exception {
    agent.answers(running(0, "a"), failed("a", "unreachable", "RETRY_SAME"));

    assertThat(failure("a"))
        .isEqualTo(
            new TransferFailure(
                "source_unreachable",
                Reaction.RETRY_SAME,
                Party.SOURCE,
                true,
                "it says unreachable"));
  }

  @Test
  void doesNotWaitForAStalledSourceThriceWhenThereMayBeOthers() throws Exception {
    agent.answers(running(0, "a"), failed("a", "stalled", "RETRY_SAME"));

    assertThat(failure("a").reaction()).isEqualTo(Reaction.NEXT_TRANSPORT);
    assertThat(failure("a").party()).isEqualTo(Party.SOURCE);
  }

  @Test
  void keepsCodesThatItDoesNotKnow() throws Exception {
    agent.answers(failed("a", "cosmic_rays", null));

    assertThat(failure("a").code()).isEqualTo("cosmic_rays");
    assertThat(failure("a").reaction()).isEqualTo(Reaction.NEXT_TRANSPORT);
  }

  @Test
  void tellsABusySourceFromABrokenOne() throws Exception {
    agent.answers(failed("a", "source_busy", "RETRY_SAME"));

    assertThat(transfer("a"))
        .isInstanceOfSatisfying(
            TransferOutcome.Busy.class, busy -> assertThat(busy.who()).isEqualTo(Party.SOURCE));
  }

  @Test
  void reportsABusyTargetWithItsReason() throws Exception {
    agent.answers(new AgentReply.Busy("all 2 slots are taken", Duration.ofSeconds(7)));

    assertThat(transfer("a"))
        .isEqualTo(
            new TransferOutcome.Busy(
                Party.TARGET,
                "target gpu-1 is busy: all 2 slots are taken",
                Duration.ofSeconds(7)));
  }

  @Test
  void waitsHereForATargetThatIsBusyForAMoment() throws Exception {
    AgentReply.Busy ending =
        new AgentReply.Busy("an earlier pull is ending", Duration.ofMillis(250));
    agent.answers(ending, ending, done(1000));

    assertThat(transfer("a")).isInstanceOf(TransferOutcome.Arrived.class);
  }

  @Test
  void doesNotBelieveDoneWithOtherContent() throws Exception {
    agent.answers(done(1000, "cd".repeat(32)));

    assertThat(failure("a").code()).isEqualTo("protocol_error");
  }

  @Test
  void saysClearlyThatThereIsNoWayToTheTarget() throws Exception {
    agent.answers(new AgentReply.NoWay("agent of nat-1 has no endpoint"));

    assertThat(failure("a").code()).isEqualTo("unreachable_no_endpoint");
    assertThat(failure("a").reaction()).isEqualTo(Reaction.NEXT_TRANSPORT);
  }

  @Test
  void givesUpWhenAnotherEpochCarriesOn() throws Exception {
    agent.answers(
        running(0, "a"),
        new AgentReply.Refused("superseded", Optional.of(Reaction.GIVE_UP), "epoch 8 now"));

    assertThat(failure("a").reaction()).isEqualTo(Reaction.GIVE_UP);
    assertThat(agent.calls()).doesNotContain("cancel");
  }

  @Test
  void oneEndMustBeCallable() {
    NodeAddress nat = new NodeAddress("nat-1", Optional.empty());
    NodeAddress other = new NodeAddress("nat-2", Optional.empty());

    assertThat(transport().supports(Requests.from("a"), nat)).isEqualTo(Support.yes());
    assertThat(transport().supports(Requests.to(other, "a"), nat))
        .isEqualTo(Support.no("neither nat-1 nor nat-2 can be called"));
  }

  private static List<AgentReply> trickle(int count, String source) {
    return new ArrayList<>(IntStream.range(0, count).mapToObj(i -> running(i, source)).toList());
  }

  private static long seconds(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }

  private TransferFailure failure(String source) throws InterruptedException {
    return ((TransferOutcome.Failed) transfer(source)).failure();
  }

  private TransferOutcome transfer(String source) throws InterruptedException {
    return transfer(Requests.from(source, "b"), source);
  }

  private TransferOutcome transfer(TransferRequest request, String source)
      throws InterruptedException {
    progress.clear();
    return transport().transfer(request, NodeAddress.of(source, "http://" + source), progress::add);
  }

  private P2pHttpTransport transport() {
    return new P2pHttpTransport(
        agent.means(
            (request, source, use) ->
                use == Grant.Use.READ ? "read-" + source : "grant-" + ++grants + "-" + source));
  }
}
