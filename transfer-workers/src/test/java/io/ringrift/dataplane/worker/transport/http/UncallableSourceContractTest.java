package io.ringrift.dataplane.worker.transport.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.dataplane.agent.AgentPair;
import io.ringrift.dataplane.agent.FaultyProxy;
import io.ringrift.dataplane.agent.fetch.PullOrder;
import io.ringrift.dataplane.worker.transport.FailureCode;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.TransferOutcome;
import io.ringrift.dataplane.worker.transport.Transport;
import io.ringrift.dataplane.worker.transport.TransportContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** p2p_http from a source that nobody can call: it is told by commands, and calls the target. */
class UncallableSourceContractTest extends TransportContract {
  private FaultyProxy toTarget;

  @Override
  protected Transport transport(PullWatch.Means means) {
    return new P2pHttpTransport(means);
  }

  @AfterEach
  void stopProxy() throws IOException {
    if (toTarget != null) {
      toTarget.close();
    }
  }

  @Override
  protected FaultyProxy line() {
    if (toTarget == null) {
      try {
        toTarget = new FaultyProxy(agents.target().endpoint());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return toTarget;
  }

  @Override
  protected NodeAddress source() {
    return new NodeAddress(AgentPair.SOURCE, Optional.empty());
  }

  @Override
  protected NodeAddress target() {
    return NodeAddress.of(AgentPair.TARGET, line().url().toString());
  }

  @Override
  protected void restart(long bytesPerSecond) throws IOException {
    agents.restartSource(AgentPair.Limits.rate(bytesPerSecond));
  }

  @Override
  protected void spoil(long ahead) {
    line().flipUpAfter(ahead);
  }

  @Override
  protected long passed() {
    return line().bytesUp();
  }

  @Override
  protected FailureCode away() {
    return FailureCode.TARGET_AWAY;
  }

  @Test
  void keepsTheAgeOfTheContentAndSendsItOnce() throws Exception {
    PullOrder file = offer("npz/hex8_2p/odd ü.npz", (9 << 20) + 1, 8);

    assertThat(transfer(file)).isInstanceOf(TransferOutcome.Arrived.class);

    assertThat(passed()).isBetween(9L << 20, 10L << 20);
    assertThat(Files.getLastModifiedTime(agents.atTarget(file)).toInstant().getEpochSecond())
        .isEqualTo(Files.getLastModifiedTime(agents.atSource(file)).toInstant().getEpochSecond());
  }

  @Test
  void goesOnWhereALineWasCutOnce() throws Exception {
    restart(8 << 20);
    PullOrder file = offer("npz/hex8_2p/cut.npz", 12 << 20, 9);
    Thread cutter =
        new Thread(
            () -> {
              await().until(() -> passed() > 5 << 20);
              line().cutOnce();
            });
    cutter.start();

    assertThat(transfer(file)).isInstanceOf(TransferOutcome.Arrived.class);

    cutter.join();
    assertThat(passed()).isLessThan(20L << 20);
  }
}
