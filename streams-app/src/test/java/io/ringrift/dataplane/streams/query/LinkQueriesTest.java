package io.ringrift.dataplane.streams.query;

import static io.ringrift.dataplane.streams.query.QueryClient.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringrift.dataplane.avro.ItemType;
import io.ringrift.dataplane.avro.TrainingStarted;
import io.ringrift.dataplane.avro.TransferAttempt;
import io.ringrift.dataplane.avro.TransferResult;
import io.ringrift.dataplane.avro.TransferResultType;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the ways between nodes went, from what workers told of their attempts. */
class LinkQueriesTest {
  private static final String A = "npz/hex8_2p/a.npz";

  @TempDir Path stateDir;
  private QueryWorld world;
  private QueryServer server;
  private QueryClient client;

  @BeforeEach
  void start() throws IOException {
    world = new QueryWorld(stateDir);
    server = world.serve();
    client = new QueryClient(server.url());
    world.heartbeat("gpu-1", "r1");
    world.heartbeat("gpu-2", "r1");
    world.npz("gpu-1", A, 0.9);
  }

  @AfterEach
  void stop() {
    server.close();
    world.close();
  }

  @Test
  void countsEachAttemptOfAResultOnce() throws Exception {
    assertThat(links("")).isEmpty();

    failsTwice();

    JsonNode link = links("").get(0);
    assertThat(link.path("source_node").asText()).isEqualTo("gpu-1");
    assertThat(link.path("target_node").asText()).isEqualTo("gpu-2");
    assertThat(link.path("transport").asText()).isEqualTo("p2p_http");
    assertThat(link.path("attempts").asDouble()).isEqualTo(2);
    assertThat(link.path("failure_share").asDouble()).isEqualTo(1);
    assertThat(link.path("bytes_per_second").isNull()).isTrue();
    assertThat(link.path("last_failure").asText()).isEqualTo("stalled");
    assertThat(link.path("last_failure_at").isTextual()).isTrue();
  }

  @Test
  void givesOnlyTheLinksAskedFor() throws Exception {
    failsTwice();

    assertThat(texts(client.ok("/v1/links?source=gpu-1&target=gpu-2"), "links", "transport"))
        .containsExactly("p2p_http");
    assertThat(links("?source=gpu-2")).isEmpty();
    assertThat(links("?target=gpu-1")).isEmpty();
    assertThat(links("?transport=s3")).isEmpty();
    assertThat(client.error(400, "/v1/links?node=gpu-1"))
        .endsWith("unknown parameter node, allowed: source, target, transport");
  }

  /** A worker tells of two attempts in one result, and tells it twice. */
  private void failsTwice() throws Exception {
    world.event("e-1", new TrainingStarted("hex8_2p", "gpu-2", "job-1"));
    JsonNode operation = client.ok("/v1/operations").path("operations").get(0);
    TransferResult failed =
        TransferResult.newBuilder()
            .setType(TransferResultType.DATA_TRANSFER_FAILED)
            .setOperationId(operation.path("operation_id").asText())
            .setEpoch(operation.path("epoch").asLong())
            .setItemId(A)
            .setItemType(ItemType.NPZ)
            .setConfigKey("hex8_2p")
            .setSha256(operation.path("sha256").asText())
            .setSizeBytes(1000)
            .setTargetNode("gpu-2")
            .setWorkerId("worker-1")
            .setOccurredAt(QueryWorld.T)
            .setReason("all tried")
            .setAttempts(List.of(attempt(0), attempt(1)))
            .build();
    world.pipe(world.topics.transferResults(), A, failed);
    world.pipe(world.topics.transferResults(), A, failed);
  }

  private static TransferAttempt attempt(int number) {
    return new TransferAttempt(
        "p2p_http",
        "gpu-1",
        QueryWorld.T.plusSeconds(number),
        1000L,
        5L,
        "stalled",
        "NEXT_TRANSPORT",
        "silent",
        null);
  }

  private JsonNode links(String query) throws Exception {
    return client.ok("/v1/links" + query).path("links");
  }
}
