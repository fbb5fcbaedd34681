package io.ringrift.dataplane.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.dataplane.agent.fetch.FailureCode;
import io.ringrift.dataplane.agent.fetch.PullAnswer;
import io.ringrift.dataplane.agent.fetch.PullOrder;
import io.ringrift.dataplane.agent.fetch.PullState;
import io.ringrift.dataplane.agent.fetch.PullStatus;
import io.ringrift.dataplane.agent.s3.S3Server;
import io.ringrift.dataplane.worker.grant.Grant;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes bring one content to one place of a real S3 server at the same time. */
class TwoPushesTest {
  private static final String ITEM = "npz/hex8_2p/a.npz";
  private static final int SEED = 7;

  /** Slow enough that the second begins long before the first has ended. */
  private static final long BYTES_PER_SECOND = 4 << 20;

  private static final int IN_PARTS = 20 << 20;
  private static final int IN_ONE = 6 << 20;

  @TempDir private Path folder;
  private S3Pair pair;
  private AgentPair agents;

  @BeforeEach
  void start() throws Exception {
    pair = new S3Pair(folder);
    agents = pair.agents();
    AgentPair.Limits slow = AgentPair.Limits.rate(BYTES_PER_SECOND);
    agents.restartSource(slow);
    agents.restartTarget(slow);
  }

  @AfterEach
  void stop() throws Exception {
    agents.close();
    pair.close();
  }

  @Test
  void inPartsBothEndWell() throws Exception {
    PullOrder one = push(agents.source(), "op-1", 1, IN_PARTS);
    PullOrder other = push(agents.target(), "op-2", 1, IN_PARTS);
    await().until(() -> begunUploads() == 2);

    assertThat(end(agents.source(), one).state()).isEqualTo(PullState.DONE);
    assertThat(end(agents.target(), other).state()).isEqualTo(PullState.DONE);
    assertWholeAndNothingLeft(one);
  }

  @Test
  void asOneObjectBothEndWell() throws Exception {
    PullOrder one = push(agents.source(), "op-1", 1, IN_ONE);
    PullOrder other = push(agents.target(), "op-2", 1, IN_ONE);

    assertThat(end(agents.source(), one).state()).isEqualTo(PullState.DONE);
    assertThat(end(agents.target(), other).state()).isEqualTo(PullState.DONE);
    assertWholeAndNothingLeft(one);
  }

  /** As when a worker fell silent and the ledger gave the operation to another source. */
  @Test
  void ofTwoEpochsTheLaterEndsWellAndTheEarlierDoesNoHarm() throws Exception {
    PullOrder earlier = push(agents.source(), "op-1", 1, IN_PARTS);
    PullOrder later = push(agents.target(), "op-1", 2, IN_PARTS);
    await().until(() -> begunUploads() == 2);

    assertThat(end(agents.target(), later).state()).isEqualTo(PullState.DONE);
    PullStatus end = end(agents.source(), earlier);
    assertThat(end.state() == PullState.DONE || end.failure().code() == FailureCode.SUPERSEDED)
        .as("%s", end)
        .isTrue();
    assertWholeAndNothingLeft(later);
  }

  private void assertWholeAndNothingLeft(PullOrder order) throws Exception {
    assertThat(pair.stored(order)).isEqualTo(Files.readAllBytes(agents.atSource(order)));
    assertThat(pair.keys()).containsExactly(pair.key(order));
    assertThat(begunUploads()).isZero();
    for (NodeAgent agent : List.of(agents.source(), agents.target())) {
      assertThat(agent.root().ownFolder().resolve("uploads")).isEmptyDirectory();
    }
    assertThat(pair.reports())
        .last()
        .matches(report -> report.content().sha256().equals(order.sha256()));
  }

  private int begunUploads() {
    return pair.client()
        .listMultipartUploads(request -> request.bucket(S3Server.BUCKET))
        .uploads()
        .size();
  }

  /** Orders it at the node, which holds the content of {@link #SEED}. */
  private PullOrder push(NodeAgent at, String operationId, long epoch, int bytes) throws Exception {
    PullOrder offered = agents.offer(at, ITEM, bytes, SEED);
    PullOrder order =
        new PullOrder(
            operationId,
            epoch,
            offered.name(),
            offered.sha256(),
            offered.sizeBytes(),
            PullOrder.Direction.PUSH,
            S3Pair.BUCKET_NODE,
            URI.create(pair.bucketEndpoint()),
            offered.priority(),
            "s3",
            null);
    String grant =
        agents
            .signer()
            .sign(
                new Grant(
                    operationId,
                    epoch,
                    ITEM,
                    order.sha256(),
                    at.config().nodeId(),
                    S3Pair.BUCKET_NODE));
    assertThat(at.transports().pushes().submit(order, grant))
        .isInstanceOf(PullAnswer.Accepted.class);
    return order;
  }

  private static PullStatus end(NodeAgent at, PullOrder order) throws InterruptedException {
    return at.transports().pushes().await(order.operationId(), Duration.ofMinutes(1)).orElseThrow();
  }
}
