package io.ringrift.dataplane.worker.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.dataplane.agent.AgentPair;
import io.ringrift.dataplane.agent.fetch.PullOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link Transport} keeps to, between two real agents. A subclass supplies it. */
@Timeout(120)
public abstract class TransportContract {
  private static final AgentPair.Limits ROOMY =
      new AgentPair.Limits(4, 1, Long.MAX_VALUE, 0, Duration.ofSeconds(5));

  @TempDir Path folder;
  protected AgentPair agents;
  private Transport transport;
  private final List<Long> progress = new CopyOnWriteArrayList<>();

  /** The transport, able to reach {@link #agents}. */
  protected abstract Transport transport();

  @BeforeEach
  void start() throws Exception {
    agents = new AgentPair(folder);
    transport = transport();
  }

  @AfterEach
  void stop() throws Exception {
    transport.close();
    agents.close();
  }

  @Test
  void bringsTheContentAndItsRegister() throws Exception {
    PullOrder file = agents.offer("npz/hex8_2p/a.npz", 20 << 20, 1);

    TransferOutcome outcome = transfer(file);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            TransferOutcome.Arrived.class,
            arrived -> {
              assertThat(arrived.path()).isEqualTo(agents.atTarget(file).toString());
              assertThat(arrived.boot()).isPositive();
              assertThat(arrived.sequence()).isPositive();
              assertThat(arrived.bytesReceived()).isPositive();
            });
    assertThat(agents.atTarget(file)).hasSameBinaryContentAs(agents.atSource(file));
    assertThat(progress).last().isEqualTo(20L << 20);
  }

  @Test
  void bringsAnEmptyFile() throws Exception {
    PullOrder file = agents.offer("npz/hex8_2p/empty.npz", 0, 1);

    assertThat(transfer(file)).isInstanceOf(TransferOutcome.Arrived.class);
    assertThat(agents.atTarget(file)).isEmptyFile();
  }

  @Test
  void theSameRequestTwiceIsOneCopy() throws Exception {
    PullOrder file = agents.offer("npz/hex8_2p/twice.npz", 1 << 20, 2);
    transfer(file);

    TransferOutcome again = transfer(file);

    assertThat(again).isInstanceOf(TransferOutcome.Arrived.class);
    assertThat(again.bytesReceived()).isZero();
  }

  @Test
  void asksForAnotherSourceWhenThisOneNoLongerHasIt() throws Exception {
    PullOrder file = agents.offer("npz/hex8_2p/gone.npz", 1 << 20, 3);
    Files.delete(agents.atSource(file));

    TransferFailure failure = failure(file);

    assertThat(failure.code()).isEqualTo("source_missing");
    assertThat(failure.reaction()).isEqualTo(Reaction.OTHER_SOURCE);
    assertThat(failure.counted()).isFalse();
  }

  @Test
  void asksForAnotherSourceWhenBytesAreWrong() throws Exception {
    PullOrder file = agents.offer("npz/hex8_2p/flipped.npz", 1 << 20, 4);
    agents.proxy().flipAfter(500_000);

    TransferFailure failure = failure(file);

    assertThat(failure.code()).isEqualTo("checksum_mismatch");
    assertThat(failure.reaction()).isEqualTo(Reaction.OTHER_SOURCE);
    assertThat(agents.atTarget(file)).doesNotExist();
  }

  @Test
  void countsASourceThatIsAwayAgainstTheSource() throws Exception {
    PullOrder file = agents.offer("npz/hex8_2p/away.npz", 1 << 20, 5);
    agents.proxy().cutAfter(0);

    TransferFailure failure = failure(file);

    assertThat(failure.code()).isEqualTo("source_unreachable");
    assertThat(failure.party()).isEqualTo(Party.SOURCE);
    assertThat(failure.counted()).isTrue();
  }

  @Test
  void givesUpWhenTheTargetHasNoRoom() throws Exception {
    agents.restartTarget(new AgentPair.Limits(4, 1, 1000, 0, Duration.ofSeconds(5)));
    PullOrder file = agents.offer("npz/hex8_2p/large.npz", 1 << 20, 6);

    TransferFailure failure = failure(file);

    assertThat(failure.code()).isEqualTo("disk_full");
    assertThat(failure.reaction()).isEqualTo(Reaction.GIVE_UP);
  }

  @Test
  void resumesWhatAnInterruptedTransferLeft() throws Exception {
    long size = 64L << 20;
    agents.restartTarget(
        new AgentPair.Limits(4, 1, Long.MAX_VALUE, 16 << 20, Duration.ofSeconds(5)));
    PullOrder file = agents.offer("npz/hex8_2p/interrupted.npz", (int) size, 7);
    ExecutorService slot = Executors.newSingleThreadExecutor();
    Future<TransferOutcome> first = slot.submit(() -> transfer(file));
    // Four connections have a chunk of 8 MiB each under way; what is beyond that is for keeps.
    await().atMost(Duration.ofSeconds(30)).until(() -> agents.proxy().bytesDown() > 44 << 20);

    slot.shutdownNow();

    assertThat(first)
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(InterruptedException.class);
    assertThat(slot.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    agents.restartTarget(ROOMY);
    assertThat(transfer(file).bytesReceived()).isLessThanOrEqualTo(size - (8 << 20));
    assertThat(agents.atTarget(file)).hasSameBinaryContentAs(agents.atSource(file));
  }

  private TransferFailure failure(PullOrder file) throws InterruptedException {
    return ((TransferOutcome.Failed) transfer(file)).failure();
  }

  private TransferOutcome transfer(PullOrder file) throws InterruptedException {
    NodeAddress source = NodeAddress.of(AgentPair.SOURCE, agents.proxy().url().toString());
    TransferRequest request =
        new TransferRequest(
            file.operationId(),
            file.epoch(),
            file.name().itemId(),
            "NPZ",
            "hex8_2p",
            file.sha256(),
            file.sizeBytes(),
            Priority.NORMAL,
            List.of(source),
            NodeAddress.of(AgentPair.TARGET, agents.target().endpoint().toString()),
            1,
            null);
    return transport.transfer(request, source, progress::add);
  }
}
