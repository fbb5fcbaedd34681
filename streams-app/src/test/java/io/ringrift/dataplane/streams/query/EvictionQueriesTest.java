package io.ringrift.dataplane.streams.query;

import static io.ringrift.dataplane.streams.query.QueryClient.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringrift.dataplane.avro.TrainingStarted;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes, a.npz at both, b.npz at the first; one copy is the minimum for an NPZ. */
class EvictionQueriesTest {

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
    world.npz("gpu-2", A, 0.9);
    world.npz("gpu-1", B, 0.6);
  }

  @AfterEach
  void stop() {
    server.close();
    world.close();
  }

  @Test
  void showsWhichCopiesOfANodeCouldGoAndWhyOthersStay() throws Exception {
    JsonNode answer = client.ok("/v1/evictions?node=gpu-1");

    assertThat(decisions(answer)).containsExactly(A + " gpu-1 WOULD_GO", B + " gpu-1 REFUSED");
    assertThat(texts(answer, "copies", "reason"))
        .containsExactly(
            "asked_for: by you; 1 verified copies on other stable nodes (gpu-2), needed: 1",
            "too_few_copies: 0 verified copies on other stable nodes, needed: 1");
    assertThat(answer.path("truncated").asBoolean()).isFalse();
  }

  @Test
  void removesNothing() throws Exception {
    client.ok("/v1/evictions?node=gpu-1");

    assertThat(texts(client.ok("/v1/items/" + QueryClient.encoded(A)), "replicas", "state"))
        .containsExactly("AVAILABLE", "AVAILABLE");
  }

  @Test
  void whatWouldGoFirstCountsNoLongerForWhatComesNext() throws Exception {
    assertThat(decisions(client.ok("/v1/evictions?pattern=npz/*/a*")))
        .containsExactly(A + " gpu-1 WOULD_GO", A + " gpu-2 REFUSED");
  }

  @Test
  void saysThatATrainingIsAgainstIt() throws Exception {
    world.event("e-1", new TrainingStarted("hex8_2p", "gpu-1", "job-1"));

    assertThat(texts(client.ok("/v1/evictions?item=" + A + "&node=gpu-1"), "copies", "reason"))
        .singleElement()
        .asString()
        .startsWith("training: hex8_2p trains at gpu-1 since ");
  }

  @Test
  void takesCopiesByTypeConfigPatternAndAge() throws Exception {
    assertThat(decisions(client.ok("/v1/evictions?type=model"))).isEmpty();
    assertThat(decisions(client.ok("/v1/evictions?config=hex8_2p"))).hasSize(3);
    assertThat(decisions(client.ok("/v1/evictions?config=square8_2p"))).isEmpty();
    assertThat(decisions(client.ok("/v1/evictions?pattern=npz/hex8_2p/b.npz"))).hasSize(1);
    assertThat(decisions(client.ok("/v1/evictions?older_than_s=3600"))).isEmpty();
    world.pass(Duration.ofHours(1));
    assertThat(decisions(client.ok("/v1/evictions?older_than_s=3600"))).hasSize(3);
    assertThat(decisions(client.ok("/v1/evictions?item=npz/unknown.npz"))).isEmpty();
  }

  @Test
  void saysThatThereAreMoreThanAskedFor() throws Exception {
    JsonNode answer = client.ok("/v1/evictions?node=gpu-1&limit=1");

    assertThat(answer.path("copies")).hasSize(1);
    assertThat(answer.path("truncated").asBoolean()).isTrue();
  }

  @Test
  void refusesWhatItDoesNotUnderstand() throws Exception {
    assertThat(client.error(400, "/v1/evictions?older_than_s=30d"))
        .contains("older_than_s is '30d', allowed: whole seconds");
    assertThat(client.error(400, "/v1/evictions?pattern=%5Ba")).contains("pattern is '[a'");
    assertThat(client.error(400, "/v1/evictions?nodes=gpu-1")).contains("unknown parameter nodes");
  }

  private static List<String> decisions(JsonNode answer) {
    List<String> decisions = new ArrayList<>();
    answer
        .path("copies")
        .forEach(
            copy ->
                decisions.add(
                    String.join(
                        " ",
                        copy.path("item_id").asText(),
                        copy.path("node_id").asText(),
                        copy.path("state").asText())));
    return decisions;
  }
}
