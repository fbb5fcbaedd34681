package io.ringrift.dataplane.agent.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.AgentPair;
import io.ringrift.dataplane.agent.FaultyProxy;
import io.ringrift.dataplane.agent.Orders;
import io.ringrift.dataplane.agent.source.Holding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.assertj.core.api.Assumptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What every transport must do. Inherit it and name the transport. */
abstract class FetcherContract {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long MIB = 1 << 20;

  @TempDir Path folder;
  AgentPair agents;

  /** Name of the transport under test. */
  abstract String transport();

  /** Most bytes that a transport may fetch again after a cut. */
  abstract long repeatedBytesAllowed();

  /** Whether the transport may notice by itself that bytes were spoilt, and bring them again. */
  boolean mayRepair() {
    return false;
  }

  /** Two agents; the one called target fetches. */
  abstract AgentPair start() throws Exception;

  /** The line to the source. */
  abstract FaultyProxy proxy();

  /** Has the source hold a file, of which {@link AgentPair#atSource} is a copy. */
  abstract PullOrder offered(String itemId, long bytes, long seed) throws IOException;

  /** Other bytes than were hashed will come. */
  void spoil(PullOrder order) throws IOException {
    proxy().flipAfter(10 * MIB);
  }

  /** The source holds it no more. */
  abstract void remove(PullOrder order) throws IOException;

  @BeforeEach
  void startAgents() throws Exception {
    agents = start();
  }

  @AfterEach
  void stopAgents() throws Exception {
    if (agents != null) {
      agents.close();
    }
  }

  @Test
  void bringsALargeFileWholeAndReportsIt() throws Exception {
    PullOrder order = offer("models/hex8_2p/large.pth", 24 * MIB + 12_345);

    PullStatus status = pull(order);

    assertDone(order, status);
    assertThat(status.bytesReceived()).isEqualTo(order.sizeBytes());
    Awaitility.await().until(() -> !agents.reports().isEmpty());
    Holding report = agents.reports().get(0);
    assertThat(report.content().sha256()).isEqualTo(order.sha256());
    assertThat(new PullStatus.Received(report.boot(), report.sequence(), status.received().path()))
        .isEqualTo(status.received());
    assertThat(Files.getLastModifiedTime(agents.atTarget(order)).toMillis() / 1000)
        .isEqualTo(Files.getLastModifiedTime(agents.atSource(order)).toMillis() / 1000);
  }

  @Test
  void bringsAnEmptyFile() throws Exception {
    PullOrder order = offer("models/hex8_2p/empty.pth", 0);

    assertDone(order, pull(order));
  }

  @Test
  void bringsFilesWithOddNames() throws Exception {
    Assumptions.assumeThat(System.getProperty("sun.jnu.encoding")).isEqualTo("UTF-8");
    for (String name :
        new String[] {"ü +%2F&=?#.pth", "日本語 🎲.pth", "a'b\"c;$(x).pth", "e\u0301.pth"}) {
      PullOrder order = offer("models/hex8_2p/" + name, 1234);

      assertDone(order, pull(order));
    }
  }

  @Test
  void resumesAfterACutWhereItStopped() throws Exception {
    PullOrder order = offer("models/hex8_2p/cut.pth", 40 * MIB);
    proxy().cutAfter(22 * MIB);

    PullStatus cut = pull(order);
    proxy().repair();
    PullStatus whole = pull(order);

    assertFailed(cut, FailureCode.UNREACHABLE, Reaction.RETRY_SAME);
    assertDone(order, whole);
    assertThat(cut.bytesReceived() + whole.bytesReceived())
        .isLessThanOrEqualTo(order.sizeBytes() + repeatedBytesAllowed());
  }

  @Test
  void resumesAfterARestartOfTheAgent() throws Exception {
    PullOrder order = offer("models/hex8_2p/restart.pth", 40 * MIB);
    proxy().cutAfter(22 * MIB);

    PullStatus cut = pull(order);
    proxy().repair();
    agents.restartTarget(limits(Long.MAX_VALUE, 0));
    PullStatus whole = pull(Orders.withEpoch(order, "op-later", 2));

    assertDone(order, whole);
    assertThat(cut.bytesReceived() + whole.bytesReceived())
        .isLessThanOrEqualTo(order.sizeBytes() + repeatedBytesAllowed());
  }

  @Test
  void refusesBytesWithAnotherHashAndKeepsNothingOfThem() throws Exception {
    PullOrder order = offer("models/hex8_2p/flipped.pth", 20 * MIB);
    spoil(order);

    PullStatus status = pull(order);

    if (mayRepair() && status.state() == PullState.DONE) {
      assertDone(order, status);
      return;
    }
    assertFailed(status, FailureCode.CHECKSUM_MISMATCH, Reaction.OTHER_SOURCE);
    assertThat(agents.atTarget(order)).doesNotExist();
    assertThat(partialFiles()).isEmpty();
    assertThat(agents.reports()).isEmpty();
  }

  @Test
  void doesNotBlameTheSourceForChunksThatThisDiskLost() throws Exception {
    PullOrder order = offer("models/hex8_2p/rotten.pth", 24 * MIB);
    proxy().cutAfter(20 * MIB);
    pull(order);
    proxy().repair();
    Path partial = agents.partialFolder().resolve(order.sha256() + PartialFile.DATA_ENDING);
    Files.write(partial, new byte[(int) Files.size(partial)]);

    assertDone(order, pull(order));
  }

  @Test
  void saysThatTheSourceDoesNotHaveTheContent() throws Exception {
    PullOrder offered = offer("models/hex8_2p/gone.pth", MIB);
    remove(offered);

    assertFailed(pull(offered), FailureCode.SOURCE_MISSING, Reaction.OTHER_SOURCE);
  }

  @Test
  void refusesWhatTheDiskHasNoRoomFor() throws Exception {
    agents.restartTarget(limits(10 * MIB, 0));
    PullOrder order = offer("models/hex8_2p/big.pth", 11 * MIB);

    PullAnswer answer = agents.pulls().submit(order, agents.grant(order));

    assertThat(answer).isInstanceOf(PullAnswer.Refused.class);
    assertThat(((PullAnswer.Refused) answer).cause()).isEqualTo(PullAnswer.Cause.DISK_FULL);
    assertThat(agents.pulls().active()).isZero();
  }

  @Test
  void stopsWhenCancelledAndGoesOnWhenOrderedAgain() throws Exception {
    agents.restartTarget(limits(Long.MAX_VALUE, 10 * MIB));
    PullOrder order = offer("models/hex8_2p/cancel.pth", 24 * MIB);
    agents.pulls().submit(order, agents.grant(order));
    Awaitility.await().until(() -> status(order).bytesDone() > 9 * MIB);

    PullStatus cancelled = agents.pulls().cancel(order.operationId()).orElseThrow();
    PullStatus whole = pull(order);

    assertThat(cancelled.state()).isEqualTo(PullState.CANCELLED);
    assertDone(order, whole);
    assertThat(whole.bytesReceived()).isLessThanOrEqualTo(24 * MIB);
  }

  @Test
  void bringsTheSameOrderOnce() throws Exception {
    PullOrder order = offer("models/hex8_2p/once.pth", 9 * MIB);
    agents.pulls().submit(order, agents.grant(order));
    agents.pulls().submit(order, agents.grant(order));

    assertDone(order, pull(order));

    assertThat(proxy().bytesDown()).isLessThan(10 * MIB);
    assertDone(order, pull(Orders.withEpoch(order, "op-next", 9)));
    assertThat(proxy().bytesDown()).isLessThan(10 * MIB);
    Awaitility.await().until(() -> agents.target().index().unreportedCount() == 0);
    assertThat(agents.reports()).hasSize(1);
  }

  @Test
  void keepsItsLimit() throws Exception {
    agents.restartTarget(limits(Long.MAX_VALUE, 8 * MIB));
    PullOrder order = offer("models/hex8_2p/slow.pth", 16 * MIB);
    long start = System.nanoTime();

    assertDone(order, pull(order));

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(1700));
  }

  private static AgentPair.Limits limits(long disk, long bytesPerSecond) {
    return new AgentPair.Limits(4, 1, disk, bytesPerSecond, Duration.ofSeconds(5));
  }

  PullOrder offer(String itemId, long bytes) throws IOException {
    PullOrder order = offered(itemId, bytes, itemId.getBytes(StandardCharsets.UTF_8).length);
    return order.from(order.peerNode(), order.peerUrl(), transport());
  }

  PullStatus pull(PullOrder order) throws Exception {
    PullAnswer answer = agents.pulls().submit(order, agents.grant(order));
    assertThat(answer).isInstanceOf(PullAnswer.Accepted.class);
    return agents.pulls().await(order.operationId(), PATIENCE).orElseThrow();
  }

  private PullStatus status(PullOrder order) {
    return agents.pulls().status(order.operationId()).orElseThrow();
  }

  void assertDone(PullOrder order, PullStatus status) throws IOException {
    assertThat(status.failure()).isNull();
    assertThat(status.state()).isEqualTo(PullState.DONE);
    assertThat(status.received().path()).isEqualTo(agents.atTarget(order).toString());
    assertThat(agents.atTarget(order)).hasSameBinaryContentAs(agents.atSource(order));
    assertThat(partialFiles()).isEmpty();
  }

  private static void assertFailed(PullStatus status, FailureCode code, Reaction reaction) {
    assertThat(status.state()).isEqualTo(PullState.FAILED);
    assertThat(status.failure().code()).isEqualTo(code);
    assertThat(status.failure().reaction()).isEqualTo(reaction);
  }

  private Stream<Path> partialFiles() throws IOException {
    return Files.exists(agents.partialFolder())
        ? Files.list(agents.partialFolder())
        : Stream.empty();
  }
}
