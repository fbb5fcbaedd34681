package io.ringrift.dataplane.agent.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.fetch.PullAnswer.Accepted;
import io.ringrift.dataplane.agent.fetch.PullAnswer.Cause;
import io.ringrift.dataplane.agent.fetch.PullAnswer.Refused;
import io.ringrift.dataplane.agent.limit.TokenBucket;
import io.ringrift.dataplane.agent.source.Boot;
import io.ringrift.dataplane.agent.source.DataRoot;
import io.ringrift.dataplane.agent.source.HoldingIndex;
import io.ringrift.dataplane.agent.source.ItemKind;
import io.ringrift.dataplane.agent.source.ItemName;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PullsTest {
  private static final String A = "models/hex8_2p/a.pth";
  private static final String B = "models/hex8_2p/b.pth";
  private static final String C = "models/hex8_2p/c.pth";

  @TempDir Path folder;
  private final GatedFetcher source = new GatedFetcher();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private DataRoot root;
  private HoldingIndex index;
  private EpochFence fence;
  private Pulls pulls;

  @BeforeEach
  void open() throws IOException {
    root = new DataRoot(folder);
    Path own = root.ownFolder();
    Clock clock = Clock.systemUTC();
    index = HoldingIndex.open(own.resolve("index"), Boot.next(own.resolve("boot"), clock), clock);
    fence = EpochFence.open(own.resolve("epochs"));
    pulls =
        new Pulls(
            new PullLimits(2, 1, 100, EnumSet.of(ItemKind.MODEL), 0),
            new Fetchers(List.of(source)),
            new Placement(root, index),
            fence,
            new DiskBudget(folder, 100, Long.MAX_VALUE),
            own.resolve("partial"),
            TokenBucket.unlimited(),
            threads);
  }

  @AfterEach
  void close() throws IOException {
    pulls.close();
    fence.close();
    index.close();
    threads.shutdownNow();
  }

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
        .isEqualTo(new Refused(Cause.BUSY, "the same content is being fetched as " + A, 2000));
  }

  @Test
  void refusesWhatTheNodeDoesNotReceiveAndTransportsItDoesNotHave() throws Exception {
    assertThat(submit(order("op-1", 1, "npz/hex8_2p/x.npz", "x")))
        .isEqualTo(new Refused(Cause.TARGET_REFUSES, "this node receives [MODEL], not NPZ", 0));
    PullOrder order = order("op-1", 1, A, "x");
    assertThat(submit(order.from("gpu-1", order.sourceUrl(), "carrier_pigeon")))
        .isEqualTo(
            new Refused(
                Cause.UNKNOWN_TRANSPORT,
                "transport is 'carrier_pigeon', this node has [memory]",
                0));
    assertThat(pulls.active()).isZero();
  }

  @Test
  void isDoneAtOnceWhenTheContentIsThere() throws Exception {
    source.letThrough(A);
    submit(order("op-1", 1, A, "one"));
    PullStatus first = assertDone("op-1");

    Accepted again = (Accepted) submit(order("op-2", 2, A, "one"));

    assertThat(again.status().state()).isEqualTo(PullState.DONE);
    assertThat(again.status().received()).isEqualTo(first.received());
    assertThat(source.begun()).containsExactly("op-1");
  }

  @Test
  void recognisesAFileThatACrashLeftUnknown() throws Exception {
    Path file = root.path().resolve(A);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "one");

    submit(order("op-1", 1, A, "one"));

    assertThat(assertDone("op-1").bytesReceived()).isZero();
    assertThat(index.find(A).orElseThrow().serves(source.offer("one"))).isTrue();
    assertThat(source.begun()).isEmpty();
  }

  @Test
  void neverReplacesAFileThatNobodyHasLookedAt() throws Exception {
    Path file = root.path().resolve(A);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "made here, and newer");

    submit(order("op-1", 1, A, "ordered"));

    PullStatus status = pulls.await("op-1", Duration.ofSeconds(10)).orElseThrow();
    assertThat(status.failure().code()).isEqualTo(FailureCode.TARGET_CHANGED);
    assertThat(status.failure().reaction()).isEqualTo(Reaction.RETRY_SAME);
    assertThat(file).hasContent("made here, and newer");
  }

  @Test
  void replacesContentThatIsKnown() throws Exception {
    source.letThrough(A);
    submit(order("op-1", 1, A, "old"));
    PullStatus old = assertDone("op-1");

    submit(order("op-2", 2, A, "new"));

    PullStatus now = assertDone("op-2");
    assertThat(root.path().resolve(A)).hasContent("new");
    assertThat(now.received().sequence()).isGreaterThan(old.received().sequence());
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

  @Test
  void sweepsOnlyOldPartialFilesThatNobodyUses() throws Exception {
    submit(order("op-1", 1, A, "one"));
    Path partial = root.ownFolder().resolve("partial");
    Path used = partial.resolve(source.offer("one") + ".part");
    Awaitility.await().until(() -> Files.exists(used));
    Path old = Files.writeString(partial.resolve("0".repeat(64) + ".part"), "x");
    Path young = Files.writeString(partial.resolve("1".repeat(64) + ".part"), "x");
    FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofDays(3)));
    Files.setLastModifiedTime(used, longAgo);
    Files.setLastModifiedTime(old, longAgo);

    pulls.sweep(Instant.now().minus(Duration.ofDays(1)));

    assertThat(used).exists();
    assertThat(young).exists();
    assertThat(old).doesNotExist();
  }

  private PullAnswer submit(PullOrder order) throws IOException {
    return pulls.submit(order, "grant");
  }

  private PullOrder order(String operationId, long epoch, String itemId, String content)
      throws IOException {
    return new PullOrder(
        operationId,
        epoch,
        ItemName.parse(itemId),
        source.offer(content),
        content.length(),
        "gpu-1",
        URI.create("http://127.0.0.1:1"),
        PullPriority.HIGH,
        "memory");
  }

  private static PullOrder with(PullOrder order, PullPriority priority) {
    return new PullOrder(
        order.operationId(),
        order.epoch(),
        order.name(),
        order.sha256(),
        order.sizeBytes(),
        order.sourceNode(),
        order.sourceUrl(),
        priority,
        order.transport());
  }

  private PullStatus assertDone(String operationId) throws InterruptedException {
    PullStatus status = pulls.await(operationId, Duration.ofSeconds(10)).orElseThrow();
    assertThat(status.state()).isEqualTo(PullState.DONE);
    return status;
  }
}
