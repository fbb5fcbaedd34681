package io.ringrift.dataplane.streams.query;

import static io.ringrift.dataplane.streams.query.QueryClient.encoded;
import static io.ringrift.dataplane.streams.query.QueryClient.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringrift.dataplane.avro.HostOffline;
import io.ringrift.dataplane.avro.TrainingStarted;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Questions to a small cluster: two nodes, two files at the first, a training at the second. */
class QueryServerTest {

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
  void saysWhereAnItemIs() throws Exception {
    JsonNode item = ok("/v1/items/npz%2Fhex8_2p%2Fa.npz");

    assertThat(item.path("item_id").asText()).isEqualTo(A);
    assertThat(item.path("eligible").asBoolean()).isTrue();
    assertThat(item.path("replicas").findValuesAsText("node_id")).containsExactly("gpu-1");
    assertThat(item.path("replicas").findValuesAsText("state")).containsExactly("AVAILABLE");
  }

  @Test
  void namesWhatIsNearAnItemThatIsNot() throws Exception {
    assertThat(error(404, "/v1/items/npz%2Fhex8_2p%2Fc.npz"))
        .isEqualTo(
            "not_found: no item 'npz/hex8_2p/c.npz'; below npz/hex8_2p/ there is " + A + ", " + B);
    assertThat(error(404, "/v1/items/npz%2Fhex8_4p%2Fc.npz"))
        .endsWith("there is nothing below npz/hex8_4p/");
    assertThat(error(404, "/v1/items/c.npz"))
        .endsWith("ids are paths such as npz/hex8_2p/a.npz, one url-encoded segment here");
  }

  @Test
  void saysThatOtherInstancesMayHaveIt() throws Exception {
    world.coverage = new Tables.Coverage(2, 3);

    assertThat(error(404, "/v1/operations/op-1"))
        .endsWith("this instance holds 2 of 3 partitions, ask the other instances too");
    assertThat(ok("/v1/items").path("partitions_held").asInt()).isEqualTo(2);
  }

  @Test
  void listsTheItemsOfAConfig() throws Exception {
    assertThat(ids(ok("/v1/items?config=hex8_2p"))).containsExactly(A, B);
    assertThat(ids(ok("/v1/items?config=hex8_2p&type=npz"))).containsExactly(A, B);
    assertThat(ids(ok("/v1/items?config=hex8_2p&type=model"))).isEmpty();
    assertThat(ids(ok("/v1/items?config=hex8"))).as("no prefix of a config").isEmpty();
    assertThat(ids(ok("/v1/items"))).containsExactly(A, B);
    assertThat(ok("/v1/items").path("truncated").asBoolean()).isFalse();
  }

  @Test
  void keepsToTheLimitAndSaysSo() throws Exception {
    JsonNode answer = ok("/v1/items?config=hex8_2p&limit=1");

    assertThat(ids(answer)).hasSize(1);
    assertThat(answer.path("truncated").asBoolean()).isTrue();
    assertThat(error(400, "/v1/items?limit=0"))
        .isEqualTo("invalid_argument: limit is '0', allowed: 1..10000");
    assertThat(error(400, "/v1/items?limit=many")).contains("limit is 'many'");
  }

  @Test
  void listsOperationsByWhatIsAskedFor() throws Exception {
    world.event("e-1", new TrainingStarted("hex8_2p", "gpu-2", "job-1"));

    JsonNode operation = ok("/v1/operations").path("operations").get(0);
    String id = operation.path("operation_id").asText();
    assertThat(operation.path("item_id").asText()).isEqualTo(A);
    assertThat(operation.path("target_node").asText()).isEqualTo("gpu-2");
    assertThat(operation.path("priority").asText()).isEqualTo("CRITICAL");
    assertThat(ok("/v1/operations/" + id)).isEqualTo(operation);
    assertThat(operations("state=queued&priority=critical&target=gpu-2&item=" + encoded(A)))
        .isEqualTo(1);
    assertThat(operations("state=done")).isZero();
    assertThat(operations("priority=low")).isZero();
    assertThat(operations("target=gpu-1")).isZero();
    assertThat(operations("item=" + encoded(B))).isZero();
    assertThat(error(400, "/v1/operations?state=sleeping"))
        .startsWith("invalid_argument: state is 'sleeping', allowed: WAITING, QUEUED, RUNNING");
  }

  @Test
  void listsNeeds() throws Exception {
    world.event("e-1", new TrainingStarted("hex8_2p", "gpu-2", null));
    world.event("e-2", new TrainingStarted("square8_2p", "gpu-2", null));

    assertThat(texts(ok("/v1/needs"), "needs", "event_id")).containsExactly("e-2", "e-1");
    assertThat(texts(ok("/v1/needs?config=hex8_2p"), "needs", "event_id")).containsExactly("e-1");
    assertThat(texts(ok("/v1/needs?state=met"), "needs", "event_id")).isEmpty();
    assertThat(ok("/v1/needs?limit=1").path("truncated").asBoolean()).isTrue();
  }

  @Test
  void listsNodesWithTheLastHeartbeat() throws Exception {
    world.heartbeat("gpu-1", "r1");
    world.event("e-1", new HostOffline("gpu-2", "gone", false));

    JsonNode answer = ok("/v1/nodes");
    assertThat(texts(answer, "nodes", "node_id")).containsExactly("gpu-1", "gpu-2");
    assertThat(texts(answer, "nodes", "online")).containsExactly("true", "false");
    assertThat(answer.path("nodes").get(0).path("last_heartbeat_at").asText())
        .as("later than what others were told")
        .isGreaterThan(answer.path("nodes").get(0).path("changed_at").asText());
    assertThat(answer.path("nodes").get(0).path("source").path("unknown_files").asInt())
        .isEqualTo(2);
    assertThat(answer.path("nodes").get(0).path("source").path("refreshed_at").isTextual())
        .isTrue();
    assertThat(answer.path("verdict").path("judged_here").asBoolean()).isTrue();
    assertThat(answer.path("verdict").path("suspended").isNull()).isTrue();
  }

  @Test
  void saysHowMuchOfTheirLimitsNodesGiveAndGet() throws Exception {
    world.event("e-1", new TrainingStarted("hex8_2p", "gpu-2", "job-1"));
    world.coverage = new Tables.Coverage(1, 2);

    JsonNode answer = ok("/v1/nodes");
    JsonNode one = answer.path("nodes").get(0);
    JsonNode other = answer.path("nodes").get(1);
    assertThat(one.path("gives").toString())
        .isEqualTo(
            "{\"transfers\":1,\"most_transfers\":8,\"bytes\":1000,\"most_bytes\":214748364800}");
    assertThat(one.path("gets").path("transfers").asInt()).isZero();
    assertThat(other.path("gives").path("transfers").asInt()).isZero();
    assertThat(other.path("gets").path("transfers").asInt()).isEqualTo(1);
    assertThat(other.path("gets").path("most_transfers").asInt())
        .as("as many as the node says that it takes")
        .isEqualTo(10);
    assertThat(answer.path("partitions_held").asInt()).isEqualTo(1);
    assertThat(answer.path("partitions").asInt()).isEqualTo(2);

    world.event("e-2", new HostOffline("gpu-1", "gone", false));
    assertThat(ok("/v1/nodes").path("nodes").get(0).path("gives").path("transfers").asInt())
        .isZero();
  }

  @Test
  void isReadyWhenStagesRunAndTheRegistryAnswers() throws Exception {
    assertThat(ok("/health/ready").path("ready").asBoolean()).isTrue();

    world.registryFault = Optional.of("connection refused");
    assertThat(client.get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(client.get("/health/ready").body()).contains("connection refused");
    world.registryFault = Optional.empty();
    world.state = "REBALANCING";
    assertThat(client.get("/health/ready").statusCode()).isEqualTo(503);
    assertThat(ok("/health/live").path("live").asBoolean()).isTrue();
    world.state = "ERROR";
    assertThat(client.get("/health/live").statusCode()).isEqualTo(503);
  }

  @Test
  void showsMetricsAsPrometheusReadsThem() throws Exception {
    world.junk();

    HttpResponse<String> answer = client.get("/metrics");

    assertThat(answer.headers().firstValue("content-type"))
        .contains("text/plain; version=0.0.4; charset=utf-8");
    assertThat(answer.body().lines())
        .contains(
            "# TYPE dataplane_dead_letters_total counter",
            "dataplane_dead_letters_total{stage=\"events\",code=\"not_framed\"} 1",
            "dataplane_ready 1",
            "dataplane_streams_state{state=\"RUNNING\"} 1",
            "dataplane_nodes{online=\"true\"} 2",
            "dataplane_nodes{online=\"false\"} 0",
            "dataplane_streams_process_rate{thread=\"thread-1\"} 12.5")
        .allMatch(line -> line.matches("#.*|[a-z_]+(\\{.*})? -?[0-9.E-]+"));
  }

  @Test
  void refusesWhatItDoesNotKnow() throws Exception {
    assertThat(error(404, "/v2/items")).contains("no path /v2/items, allowed: /v1/items");
    assertThat(error(400, "/v1/items?at=yesterday"))
        .contains("at is 'yesterday', allowed: a time such as 2026-11-20T10:00Z");
    assertThat(error(400, "/v1/diff")).contains("parameter from is missing");
    assertThat(error(400, "/v1/diff?from=2026-11-20T10:00Z&to=2026-11-20T09:00Z"))
        .contains("to is 2026-11-20T09:00:00Z, allowed: not before from");
    assertThat(error(503, "/v1/items/x/history")).contains("the history can't be read");
    assertThat(error(404, "/v1/items/npz/hex8_2p/a.npz"))
        .endsWith("an item id is one segment: encode its slashes as %2F");
    assertThat(error(400, "/v1/items?confg=hex8_2p"))
        .isEqualTo("invalid_argument: unknown parameter confg, allowed: config, type, limit");
    assertThat(error(400, "/v1/items?config=a&config=b"))
        .isEqualTo("invalid_argument: config is given twice, allowed: once");
    assertThat(client.post("/v1/items", "{}").statusCode()).isEqualTo(405);
  }

  private JsonNode ok(String path) throws Exception {
    return client.ok(path);
  }

  private String error(int status, String path) throws Exception {
    return client.error(status, path);
  }

  private static List<String> ids(JsonNode answer) {
    return texts(answer, "items", "item_id");
  }

  private int operations(String query) throws Exception {
    return ok("/v1/operations?" + query).path("operations").size();
  }
}
