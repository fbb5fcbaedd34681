package io.ringrift.dataplane.streams.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events posted to a cluster of one node, gpu-1. */
class EventsEndpointTest {

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
  }

  @AfterEach
  void stop() {
    server.close();
    world.close();
  }

  @Test
  void saysWhatAnEventBecameAndWhereItLies() throws Exception {
    JsonNode answer =
        post(202, "{'event': 'training_start', 'config': 'sq8_2p', 'host': 'gpu-1', 'x': 1}");

    JsonNode event = answer.path("events").path(0);
    assertThat(answer.path("taken").asInt()).isEqualTo(1);
    assertThat(event.path("result").asText()).isEqualTo("taken");
    assertThat(event.path("topic").asText()).isEqualTo("dataplane.events");
    assertThat(event.path("offset").asLong()).isEqualTo(7);
    assertThat(UUID.fromString(event.at("/event/event_id").asText())).isNotNull();
    assertThat(event.at("/event/payload/config_key").asText()).isEqualTo("square8_2p");
    assertThat(event.path("ignored").path(0).asText()).isEqualTo("x");
    assertThat(client.ok("/v1/needs").path("needs")).as("the stages act on it").hasSize(1);
  }

  @Test
  void takesArraysAndLinesAndAnswersEachEventInItsPlace() throws Exception {
    JsonNode array =
        post(207, "[{'event': 'HOST_OFFLINE', 'node_id': 'a'}, {'event': 'HOST_OFFLINE'}]");
    JsonNode lines =
        post(202, "{'event': 'HOST_ONLINE', 'node': 'a'}\n{'event': 'HOST_ONLINE', 'node': 'b'}\n");

    assertThat(array.path("events").findValuesAsText("result")).containsExactly("taken", "refused");
    JsonNode fault = array.at("/events/1/faults/0");
    assertThat(fault.path("field").asText()).isEqualTo("node_id");
    assertThat(fault.path("code").asText()).isEqualTo("missing_field");
    assertThat(fault.path("allowed").asText()).contains("under node_id, node, node_name");
    assertThat(lines.path("taken").asInt()).isEqualTo(2);
  }

  @Test
  void resolvesAddressesByTheNodeTable() throws Exception {
    JsonNode answer = post(202, "{'event': 'HOST_OFFLINE', 'host': 'http://gpu-1:7001'}");

    assertThat(answer.at("/events/0/event/payload/node_id").asText()).isEqualTo("gpu-1");
    assertThat(answer.at("/events/0/notes/0").asText()).contains("is the address of node gpu-1");
  }

  @Test
  void keepsTheIdThatAnEventBrings() throws Exception {
    JsonNode answer = post(202, "{'id': 'e-9', 'event': 'HOST_ONLINE', 'node': 'a'}");

    assertThat(answer.at("/events/0/event/event_id").asText()).isEqualTo("e-9");
  }

  @Test
  void refusesWhatIsNoJsonAndTakesNothingOfIt() throws Exception {
    String message =
        post(400, "{'event': 'HOST_ONLINE', 'node': 'a'}\n{'event': ")
            .at("/error/message")
            .asText();

    assertThat(message).startsWith("the body is no JSON at line 2").contains("nothing was taken");
    assertThat(world.runtime.intake().counts()).isEmpty();
    assertThat(post(400, "").at("/error/message").asText()).contains("has 0 events, allowed: 1..");
    assertThat(post(400, "[" + "{},".repeat(1000) + "{}]").at("/error/message").asText())
        .contains("has 1001 events");
    assertThat(post(400, " ".repeat(EventsEndpoint.MOST_BYTES + 1)).at("/error/message").asText())
        .contains("larger than allowed: 1048576 bytes");
  }

  @Test
  void saysThatKafkaDidNotConfirm() throws Exception {
    world.kafkaFault = Optional.of("no broker");

    JsonNode answer = post(503, "[{'event': 'HOST_ONLINE', 'node': 'a'}, {'event': 'x'}]");

    assertThat(answer.path("not_published").asInt()).isEqualTo(1);
    assertThat(answer.at("/events/0/result").asText()).isEqualTo("not_published");
    assertThat(answer.at("/events/0/message").asText()).contains("no broker");
    assertThat(answer.at("/events/0/event/event_id").asText()).isNotEmpty();
  }

  @Test
  void countsWhatItTookAndRefused() throws Exception {
    post(202, "{'event': 'HOST_ONLINE', 'node': 'a'}");
    post(422, "{'event': 'COFFEE'}");

    assertThat(client.get("/metrics").body().lines())
        .contains(
            "dataplane_intake_events_total{way=\"http\",result=\"taken\",what=\"HOST_ONLINE\"} 1",
            "dataplane_intake_events_total{way=\"http\",result=\"refused\","
                + "what=\"unknown_event\"} 1");
  }

  @Test
  void takesNothingButPosts() throws Exception {
    HttpResponse<String> answer = client.get("/v1/events");

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.body()).contains("method is GET, allowed here: POST");
  }

  private JsonNode post(int status, String body) throws Exception {
    return QueryClient.json(status, client.post("/v1/events", body.replace('\'', '"')));
  }
}
