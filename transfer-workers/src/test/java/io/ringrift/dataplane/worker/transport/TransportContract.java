package io.ringrift.dataplane.worker.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.dataplane.agent.AgentPair;
import io.ringrift.dataplane.agent.FaultyProxy;
import io.ringrift.dataplane.agent.fetch.PullOrder;
import io.ringrift.dataplane.agent.serve.CommandDesk;
import io.ringrift.dataplane.worker.tls.Tls;
import io.ringrift.dataplane.worker.transport.http.AgentApi;
import io.ringrift.dataplane.worker.transport.http.AgentWay;
import io.ringrift.dataplane.worker.transport.http.GrantSource;
import io.ringrift.dataplane.worker.transport.http.HttpWay;
import io.ringrift.dataplane.worker.transport.http.Patience;
import io.ringrift.dataplane.worker.transport.http.PullWatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assumptions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What every {@link Transport} keeps to, between two real agents. A subclass supplies it. */
@Timeout(120)
public abstract class TransportContract {
  @TempDir protected Path folder;
  protected AgentPair agents;
  private Transport transport;
  private final List<Long> progress = new CopyOnWriteArrayList<>();

  /** The transport under test. */
  protected abstract Transport transport(PullWatch.Means means);

  /** Two agents; a transport that needs more makes it here. */
  protected AgentPair agents() throws Exception {
    return new AgentPair(folder);
  }

  /** The line that the bytes take. */
  protected FaultyProxy line() {
    return agents.proxy();
  }

  /** A file at the source, of which {@link AgentPair#atSource} is a copy. */
  protected PullOrder offer(String itemId, int bytes, long seed) throws IOException {
    return agents.offer(itemId, bytes, seed);
  }

  /** The source holds it no more. */
  protected void remove(PullOrder file) throws IOException {
    Files.delete(agents.atSource(file));
  }

  protected NodeAddress source() {
    return NodeAddress.of(AgentPair.SOURCE, agents.proxy().url().toString());
  }

  protected NodeAddress target() {
    return NodeAddress.of(AgentPair.TARGET, agents.target().endpoint().toString());
  }

  /** Where the file is at the target. */
  protected String place(PullOrder file) {
    return agents.atTarget(file).toString();
  }

  /** The file's bytes at the target; null if it is not there. */
  protected byte[] atTarget(PullOrder file) throws IOException {
    return Files.exists(agents.atTarget(file)) ? Files.readAllBytes(agents.atTarget(file)) : null;
  }

  /** Restarts the agent that moves the bytes, with a limit of bytes a second; 0: none. */
  protected void restart(long bytesPerSecond) throws IOException {
    agents.restartTarget(AgentPair.Limits.rate(bytesPerSecond));
  }

  /** Leaves the target no room; false: it is a bucket, which has no end. */
  protected boolean fill() throws IOException {
    agents.restartTarget(new AgentPair.Limits(4, 1, 1000, 0, Duration.ofSeconds(5)));
    return true;
  }

  /** Spoils bytes on the line, that far ahead. */
  protected void spoil(long ahead) throws IOException {
    line().flipAfter(ahead);
  }

  /** Bytes of the file that have passed the line. */
  protected long passed() {
    return line().bytesDown();
  }

  /** Whose doing it is when the line is cut. */
  protected FailureCode away() {
    return FailureCode.SOURCE_UNREACHABLE;
  }

  /** What bytes that were spoilt on the line ask for. */
  protected Reaction whenSpoilt() {
    return Reaction.OTHER_SOURCE;
  }

  /** Whether the transport may notice by itself that bytes were spoilt, and bring them again. */
  protected boolean mayRepair() {
    return false;
  }

  /** Commands, without the brokers between; answered by a thread of the agent's, as with them. */
  private AgentWay.Answer write(NodeAddress agent, AgentWay.Request request)
      throws InterruptedException {
    CompletableFuture<CommandDesk.Answer> answer =
        CompletableFuture.supplyAsync(
            () ->
                agents
                    .commands(agent.nodeId())
                    .answer(request.method(), request.path(), request.grant(), request.body()));
    try {
      return new AgentWay.Answer(answer.get().status(), answer.get().body());
    } catch (ExecutionException e) {
      throw new AssertionError(e);
    }
  }

  @BeforeEach
  void start() throws Exception {
    agents = agents();
    transport =
        transport(
            new PullWatch.Means(
                new AgentApi(new HttpWay(Tls.NONE), this::write),
                GrantSource.signedBy(grant -> agents.signer().sign(grant)),
                Patience.DEFAULT,
                System::nanoTime,
                Pause.real()));
  }

  @AfterEach
  void stop() throws Exception {
    if (agents != null) {
      transport.close();
      agents.close();
    }
  }

  @Test
  void bringsTheContentAndItsRegister() throws Exception {
    PullOrder file = offer("npz/hex8_2p/a.npz", 20 << 20, 1);

    TransferOutcome outcome = transfer(file);

    assertThat(outcome)
        .isInstanceOfSatisfying(
            TransferOutcome.Arrived.class,
            arrived -> {
              assertThat(arrived.path()).isEqualTo(place(file));
              assertThat(arrived.boot()).isPositive();
              assertThat(arrived.sequence()).isPositive();
              assertThat(arrived.bytesReceived()).isPositive();
            });
    assertThat(Arrays.equals(atTarget(file), Files.readAllBytes(agents.atSource(file)))).isTrue();
    assertThat(progress).last().isEqualTo(20L << 20);
  }

  @Test
  void bringsAnEmptyFile() throws Exception {
    PullOrder file = offer("npz/hex8_2p/empty.npz", 0, 1);

    assertThat(transfer(file)).isInstanceOf(TransferOutcome.Arrived.class);
    assertThat(atTarget(file)).isEmpty();
  }

  @Test
  void theSameRequestTwiceIsOneCopy() throws Exception {
    PullOrder file = offer("npz/hex8_2p/twice.npz", 1 << 20, 2);
    transfer(file);

    TransferOutcome again = transfer(file);

    assertThat(again).isInstanceOf(TransferOutcome.Arrived.class);
    assertThat(again.bytesReceived()).isZero();
  }

  @Test
  void asksForAnotherSourceWhenThisOneNoLongerHasIt() throws Exception {
    PullOrder file = offer("npz/hex8_2p/gone.npz", 1 << 20, 3);
    remove(file);

    TransferFailure failure = failure(file);

    assertThat(failure.code()).isEqualTo("source_missing");
    assertThat(failure.reaction()).isEqualTo(Reaction.OTHER_SOURCE);
    assertThat(failure.counted()).isFalse();
  }

  @Test
  void showsNothingOfWrongBytes() throws Exception {
    PullOrder file = offer("npz/hex8_2p/flipped.npz", 1 << 20, 4);
    spoil(500_000);

    TransferOutcome outcome = transfer(file);

    if (mayRepair() && outcome instanceof TransferOutcome.Arrived) {
      assertThat(atTarget(file)).isEqualTo(Files.readAllBytes(agents.atSource(file)));
      return;
    }
    TransferFailure failure = ((TransferOutcome.Failed) outcome).failure();
    assertThat(failure.code()).isEqualTo("checksum_mismatch");
    assertThat(failure.reaction()).isEqualTo(whenSpoilt());
    assertThat(atTarget(file)).isNull();
  }

  @Test
  void countsACutLineAgainstWhoIsAtItsEnd() throws Exception {
    PullOrder file = offer("npz/hex8_2p/away.npz", 1 << 20, 5);
    line().cutAfter(0);

    TransferFailure failure = failure(file);

    assertThat(failure.code()).isEqualTo(away().wireName());
    assertThat(failure.party()).isEqualTo(away().party());
    assertThat(failure.counted()).isTrue();
  }

  @Test
  void givesUpWhenTheTargetHasNoRoom() throws Exception {
    Assumptions.assumeThat(fill()).isTrue();
    PullOrder file = offer("npz/hex8_2p/large.npz", 1 << 20, 6);

    TransferFailure failure = failure(file);

    assertThat(failure.code()).isEqualTo("disk_full");
    assertThat(failure.reaction()).isEqualTo(Reaction.GIVE_UP);
  }

  @Test
  void resumesWhatAnInterruptedTransferLeft() throws Exception {
    long size = 64L << 20;
    restart(16 << 20);
    PullOrder file = offer("npz/hex8_2p/interrupted.npz", (int) size, 7);
    ExecutorService slot = Executors.newSingleThreadExecutor();
    Future<TransferOutcome> first = slot.submit(() -> transfer(file));
    // Four connections have a chunk of 8 MiB each under way; what is beyond that is for keeps.
    await().atMost(Duration.ofSeconds(30)).until(() -> passed() > 44 << 20);

    slot.shutdownNow();

    assertThat(first)
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(InterruptedException.class);
    assertThat(slot.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    restart(0);
    assertThat(transfer(file).bytesReceived()).isLessThanOrEqualTo(size - (8 << 20));
    assertThat(Arrays.equals(atTarget(file), Files.readAllBytes(agents.atSource(file)))).isTrue();
  }

  protected final TransferFailure failure(PullOrder file) throws InterruptedException {
    return ((TransferOutcome.Failed) transfer(file)).failure();
  }

  protected final TransferOutcome transfer(PullOrder file) throws InterruptedException {
    TransferRequest request = request(file);
    Support support = transport.supports(request, source());
    assertThat(support.supported()).as(support.reason()).isTrue();
    return transport.transfer(request, source(), progress::add);
  }

  protected final TransferRequest request(PullOrder file) {
    return new TransferRequest(
        file.operationId(),
        file.epoch(),
        file.name().itemId(),
        "NPZ",
        "hex8_2p",
        file.sha256(),
        file.sizeBytes(),
        Priority.NORMAL,
        List.of(source()),
        target(),
        1,
        null);
  }
}
