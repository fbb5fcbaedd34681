package io.ringrift.dataplane.streams.query;

import static io.ringrift.dataplane.streams.query.QueryClient.encoded;
import static io.ringrift.dataplane.streams.query.QueryClient.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringrift.dataplane.avro.OperationState;
import io.ringrift.dataplane.avro.OperationStatus;
import io.ringrift.dataplane.avro.TrainingStarted;
import io.ringrift.dataplane.streams.topology.ItemsStage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Why something moves or doesn't: two nodes, two files at the first, a training at the second. */
class ExplanationTest {

  private static final String A = "npz/hex8_2p/a.npz";
  private static final String B = "npz/hex8_2p/b.npz";

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
    world.npz("gpu-1", B, 0.6);
  }

  @AfterEach
  void stop() {
    server.close();
    world.close();
  }

  @Test
  void explainsAnOperationFromTheEventToItsState() throws Exception {
    world.event("e-1", new TrainingStarted("hex8_2p", "gpu-2", "job-1"));
    String id = client.ok("/v1/operations").path("operations").get(0).path("operation_id").asText();

    JsonNode answer = client.ok("/v1/explain?operation=" + id);

    assertThat(texts(answer, "chain", "kind"))
        .containsExactly("cause", "need", "operation", "source", "state", "target");
    assertThat(texts(answer, "chain", "text"))
        .satisfiesExactly(
            text -> assertThat(text).isEqualTo("TRAINING_STARTED, request e-1"),
            text ->
                assertThat(text)
                    .startsWith("TRAINING_STARTED needs 1 NPZ of hex8_2p at gpu-2: OPEN, "),
            text -> assertThat(text).startsWith("PRELOAD, CRITICAL: " + A + " (1000 B) to gpu-2"),
            text -> assertThat(text).startsWith("1. gpu-1: "),
            text -> assertThat(text).startsWith("QUEUED: "),
            text -> assertThat(text).startsWith("gpu-2 is online by HEARTBEAT since "));
  }

  @Test
  void explainsAnItemAtANode() throws Exception {
    world.event("e-1", new TrainingStarted("hex8_2p", "gpu-2", "job-1"));

    assertThat(texts(client.ok("/v1/explain?node=gpu-2&item=" + encoded(A)), "chain", "kind"))
        .startsWith("item", "replica", "target", "cause", "need", "operation");
    assertThat(texts(client.ok("/v1/explain?node=gpu-2&item=" + encoded(B)), "chain", "text"))
        .contains(B + " is eligible", "gpu-2 has never had it")
        .anyMatch(text -> text.startsWith("TRAINING_STARTED needs 1 NPZ"))
        .endsWith("no operation for it, or its record is no longer kept");
    assertThat(texts(client.ok("/v1/explain?node=gpu-9&item=" + encoded(B)), "chain", "text"))
        .contains("gpu-9 is not in the node table: what is for it waits until its agent reports")
        .endsWith("nothing asks for data of hex8_2p at gpu-9");
  }

  @Test
  void explainWantsAnOperationOrAnItemAtANode() throws Exception {
    assertThat(client.error(400, "/v1/explain"))
        .isEqualTo("invalid_argument: parameter item is missing");
    assertThat(client.error(400, "/v1/explain?item=" + encoded(A)))
        .isEqualTo("invalid_argument: parameter node is missing");
    assertThat(client.error(400, "/v1/explain?operation=op-1&node=gpu-1"))
        .endsWith("allowed: operation, or item + node");
  }

  @Test
  void saysThatARepairIsPutOff() throws Exception {
    String question = "/v1/explain?item=" + encoded(A) + "&node=gpu-2";
    assertThat(texts(client.ok(question), "chain", "kind")).doesNotContain("repair");

    world.index(StoreNames.ITEMS_INDEX).put(ItemsStage.putOff(A), new byte[0]);

    assertThat(texts(client.ok(question), "chain", "text"))
        .contains(
            "it has too few copies; their making is put off until fewer repairs are open"
                + " (schedule.repairs)");
  }

  @Test
  void saysThatAnOrderWaitsInLineAndHowLongOneThatEndedIsKept() throws Exception {
    world.event("e-1", new TrainingStarted("hex8_2p", "gpu-2", "job-1"));
    String id = client.ok("/v1/operations").path("operations").get(0).path("operation_id").asText();
    OperationStatus queued = world.<OperationStatus>table(StoreNames.OPERATIONS).get(id);

    assertThat(Explanation.state(queued)).doesNotContain("waits for room");
    assertThat(
            Explanation.state(
                OperationStatus.newBuilder(queued)
                    .setState(OperationState.WAITING)
                    .setDueAt(null)
                    .build()))
        .endsWith("; waits for room on the topic of CRITICAL, behind older ones (schedule.window)");
    assertThat(Explanation.state(queued)).contains("; looked at again ");
    assertThat(
            Explanation.state(
                OperationStatus.newBuilder(queued)
                    .setState(OperationState.DONE)
                    .setEndedAt(Instant.EPOCH)
                    .build()))
        .contains("; kept until ")
        .doesNotContain("looked at again");
  }
}
