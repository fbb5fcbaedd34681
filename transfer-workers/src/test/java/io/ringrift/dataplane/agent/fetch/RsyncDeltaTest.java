package io.ringrift.dataplane.agent.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.AgentPair;
import io.ringrift.dataplane.agent.NodeAgent;
import io.ringrift.dataplane.agent.RsyncPair;
import io.ringrift.dataplane.agent.database.DatabaseCopy;
import io.ringrift.dataplane.agent.database.DatabaseStamp;
import io.ringrift.dataplane.agent.database.GameDatabase;
import io.ringrift.dataplane.agent.limit.TokenBucket;
import io.ringrift.dataplane.agent.source.Content;
import io.ringrift.dataplane.agent.source.FileHash;
import io.ringrift.dataplane.agent.source.FileStamp;
import io.ringrift.dataplane.agent.source.ItemPatterns;
import io.ringrift.dataplane.agent.source.Snapshot;
import io.ringrift.dataplane.agent.source.Validation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What rsync is for: a target that holds an older version gets what differs. */
class RsyncDeltaTest {
  private static final String ITEM = "games/hex8_2p/selfplay.db";
  private static final int MIB = 1 << 20;

  @TempDir private Path folder;
  private RsyncPair line;
  private AgentPair agents;

  @BeforeEach
  void start() throws Exception {
    line = new RsyncPair(folder);
    agents = line.agents();
  }

  @AfterEach
  void stop() throws Exception {
    if (line != null) {
      agents.close();
      line.close();
    }
  }

  @Test
  void bringsOnlyWhatDiffersAndNeverWritesToTheVisibleFile() throws Exception {
    byte[] before = random(32 * MIB, 1);
    byte[] after = grown(before);
    Path held = hold(agents.target(), before);
    Path witness = Files.createLink(folder.resolve("witness"), held);
    PullOrder order = offer(after);

    PullStatus status = pull(order);

    assertThat(status.failure()).isNull();
    assertThat(Files.readAllBytes(held)).isEqualTo(after);
    assertThat(Files.readAllBytes(witness)).isEqualTo(before);
    assertThat(status.bytesReceived()).isLessThan(3 * MIB);
    assertThat(line.proxy().bytesDown()).isLessThan(3 * MIB);
  }

  @Test
  void theCopyOfTheOlderVersionIsCountedAndTheSilenceAfterItIsTold() throws Exception {
    hold(agents.target(), random(24 * MIB, 1));
    PullOrder order = offer(random(32 * MIB, 2));
    line.proxy().silentAfter(0);

    agents.pulls().submit(order, agents.grant(order));

    Awaitility.await()
        .untilAsserted(
            () -> {
              PullStatus status = agents.pulls().status(order.operationId()).orElseThrow();
              assertThat(status.bytesPrepared()).isEqualTo(24 * MIB);
              assertThat(status.bytesUnseen()).isEqualTo(24 * MIB);
            });
    agents.pulls().cancel(order.operationId());
  }

  @Test
  void theOfferThatIsUsedWasMadeAfterTheCopy() throws Exception {
    hold(agents.target(), random(MIB, 1));
    PullOrder order = offer(random(MIB, 2));

    PullStatus status = pull(order);

    assertThat(status.failure()).isNull();
    assertThat(status.bytesUnseen()).isZero();
    assertThat(line.offers()).isEqualTo(2);
  }

  @Test
  void aSmallerVersionReplacesALargerOne() throws Exception {
    byte[] before = random(20 * MIB, 2);
    hold(agents.target(), before);
    byte[] after = Arrays.copyOf(before, 15 * MIB + 17);
    PullOrder order = offer(after);

    assertThat(pull(order).failure()).isNull();

    assertThat(Files.readAllBytes(agents.atTarget(order))).isEqualTo(after);
    assertThat(line.proxy().bytesDown()).isLessThan(MIB);
  }

  @Test
  void anotherTransportGoesOnWithWhatIsLeft() throws Exception {
    byte[] before = random(48 * MIB, 3);
    hold(agents.target(), before);
    byte[] after = random(40 * MIB, 4);
    PullOrder order = offer(after);
    line.proxy().cutAfter(10 * MIB);

    PullStatus cut = pull(order);
    PullStatus whole = pull(order.from(order.peerNode(), order.peerUrl(), "p2p_http"));

    assertThat(cut.failure().code()).isEqualTo(FailureCode.UNREACHABLE);
    assertThat(whole.failure()).isNull();
    assertThat(Files.readAllBytes(agents.atTarget(order))).isEqualTo(after);
  }

  @Test
  void anInterruptedFetchKeepsWhatItBroughtAndWhatItHadFromBefore() throws Exception {
    byte[] before = random(48 * MIB, 5);
    hold(agents.target(), before);
    byte[] after = before.clone();
    new Random(6).nextBytes(after);
    System.arraycopy(before, 24 * MIB, after, 24 * MIB, 24 * MIB);
    PullOrder order = offer(after);
    line.proxy().cutAfter(16 * MIB);

    PullStatus cut = pull(order);
    line.proxy().repair();
    PullStatus whole = pull(order);

    assertThat(cut.failure().code()).isEqualTo(FailureCode.UNREACHABLE);
    assertThat(whole.failure()).isNull();
    assertThat(Files.readAllBytes(agents.atTarget(order))).isEqualTo(after);
    assertThat(whole.bytesReceived()).isLessThan(18 * MIB);
  }

  @Test
  void movesTheSnapshotOfADatabaseThatIsInUse() throws Exception {
    NodeAgent source = agents.source();
    Path live = place(source);
    try (GameDatabase games = new GameDatabase(live, "wal")) {
      games.play(500);
      PullOrder order = snapshot(source, live);
      games.play(500);

      PullStatus status = pull(order);

      assertThat(status.failure()).isNull();
      assertThat(FileHash.of(agents.atTarget(order), TokenBucket.unlimited()))
          .isEqualTo(order.sha256());
    }
  }

  private PullOrder snapshot(NodeAgent source, Path live) throws Exception {
    Path file =
        agents
            .atSource(agents.offer("games/one.db", 1, 1))
            .resolve("../../.dataplane/snapshots/one.db")
            .normalize();
    Files.createDirectories(file.getParent());
    DatabaseStamp stamp = DatabaseCopy.take(live, file, TokenBucket.unlimited());
    PullOrder order = agents.offer(source, "games/hex8_2p/other.db", 1, 1);
    PullOrder wanted =
        order(order, ITEM, FileHash.of(file, TokenBucket.unlimited()), Files.size(file));
    index(source, wanted, file, new Snapshot("one.db", stamp));
    return wanted;
  }

  private Path place(NodeAgent node) throws Exception {
    PullOrder order = agents.offer("games/hex8_2p/other.db", 1, 1);
    Path other = node == agents.source() ? agents.atSource(order) : agents.atTarget(order);
    return other.resolveSibling(Path.of(ITEM).getFileName());
  }

  private Path hold(NodeAgent node, byte[] content) throws Exception {
    Path file = place(node);
    Files.createDirectories(file.getParent());
    Files.write(file, content);
    PullOrder order = agents.offer(node, "games/hex8_2p/other.db", 1, 1);
    index(
        node,
        order(order, ITEM, FileHash.of(file, TokenBucket.unlimited()), content.length),
        file,
        null);
    return file;
  }

  /** The source holds this now. */
  private PullOrder offer(byte[] content) throws Exception {
    Path file = hold(agents.source(), content);
    PullOrder order = agents.offer("games/hex8_2p/other.db", 1, 1);
    return order(order, ITEM, FileHash.of(file, TokenBucket.unlimited()), content.length);
  }

  private static PullOrder order(PullOrder like, String itemId, String sha256, long size)
      throws Exception {
    return new PullOrder(
        "op-delta",
        1,
        ItemPatterns.STANDARD.name(itemId),
        sha256,
        size,
        like.direction(),
        like.peerNode(),
        like.peerUrl(),
        like.priority(),
        "rsync",
        null);
  }

  private static void index(NodeAgent node, PullOrder order, Path file, Snapshot snapshot)
      throws Exception {
    FileStamp stamp = FileStamp.of(Files.readAttributes(file, BasicFileAttributes.class));
    node.index()
        .present(
            order.name(),
            new Content(
                order.sha256(),
                stamp,
                Validation.VALID,
                null,
                stamp.modified(),
                null,
                null,
                snapshot));
  }

  private PullStatus pull(PullOrder order) throws Exception {
    PullAnswer answer = agents.pulls().submit(order, agents.grant(order));
    assertThat(answer).isInstanceOf(PullAnswer.Accepted.class);
    return agents.pulls().await(order.operationId(), Duration.ofSeconds(60)).orElseThrow();
  }

  /** A mebibyte in the middle is another one, and one has come at the end. */
  private static byte[] grown(byte[] before) {
    byte[] after = Arrays.copyOf(before, before.length + MIB);
    System.arraycopy(random(MIB, 8), 0, after, before.length / 2, MIB);
    System.arraycopy(random(MIB, 9), 0, after, before.length, MIB);
    return after;
  }

  private static byte[] random(int size, long seed) {
    byte[] bytes = new byte[size];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
