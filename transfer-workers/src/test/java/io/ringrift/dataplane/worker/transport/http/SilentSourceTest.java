package io.ringrift.dataplane.worker.transport.http;

import static io.ringrift.dataplane.worker.transport.http.SimulatedAgent.cancelled;
import static io.ringrift.dataplane.worker.transport.http.SimulatedAgent.running;
import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.worker.Requests;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.Party;
import io.ringrift.dataplane.worker.transport.TransferFailure;
import io.ringrift.dataplane.worker.transport.TransferOutcome;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A source that was told to bring something, said that it does, and is gone. */
class SilentSourceTest {
  private final SimulatedAgent agent = new SimulatedAgent();

  @Test
  void isNotHeldAgainstTheTarget() throws Exception {
    agent.answers(running(400, "a"), new AgentReply.Unreachable("no answer"));

    assertOfTheSource(push());
  }

  @Test
  void norIsOneThatKeepsShuttingDown() throws Exception {
    agent.answers(running(400, "a"), cancelled(400));

    assertOfTheSource(push());
  }

  private static void assertOfTheSource(TransferFailure failure) {
    assertThat(failure.code()).isEqualTo("source_unreachable");
    assertThat(failure.party()).isEqualTo(Party.SOURCE);
    assertThat(failure.counted()).isTrue();
  }

  private TransferFailure push() throws InterruptedException {
    PullWatch.Means means = agent.means((request, source, use) -> "grant");
    NodeAddress source = new NodeAddress("a", Optional.empty());
    TransferOutcome outcome =
        new P2pHttpTransport(means).transfer(Requests.from("a"), source, bytes -> {});
    return ((TransferOutcome.Failed) outcome).failure();
  }
}
