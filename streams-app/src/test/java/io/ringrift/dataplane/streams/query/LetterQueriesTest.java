package io.ringrift.dataplane.streams.query;

import static io.ringrift.dataplane.streams.query.QueryClient.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringrift.dataplane.avro.TrainingStarted;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters of a stage that got one record of junk and two events without an id. */
class LetterQueriesTest {

  @TempDir Path stateDir;
  private QueryWorld world;
  private QueryServer server;
  private QueryClient client;

  @BeforeEach
  void start() throws IOException {
    world = new QueryWorld(stateDir);
    server = world.serve();
    client = new QueryClient(server.url());
    world.junk();
    world.event("", new TrainingStarted("hex8_2p", "gpu-1", null));
    world.event("", new TrainingStarted("hex8_4p", "gpu-2", null));
  }

  @AfterEach
  void stop() {
    server.close();
    world.close();
  }

  @Test
  void listsThemWithTheReason() throws Exception {
    JsonNode answer = client.ok("/v1/dead-letters");

    assertThat(texts(answer, "dead_letters", "id")).containsExactly("0@0", "0@1", "0@2");
    assertThat(texts(answer, "dead_letters", "error"))
        .containsExactly("not_framed", "invalid_event", "invalid_event");
    assertThat(answer.at("/dead_letters/0/cause").asText())
        .isEqualTo("magic byte is 7, allowed: 0 or 1");
    assertThat(answer.at("/dead_letters/0/from").asText()).isEqualTo("dataplane.events-0@0");
    assertThat(answer.at("/dead_letters/0/redriven_at").isNull()).isTrue();
    assertThat(answer.path("truncated").asBoolean()).isFalse();
  }

  @Test
  void chooses() throws Exception {
    assertThat(ids("?error=invalid_event")).containsExactly("0@1", "0@2");
    assertThat(ids("?error=invalid_event&stage=nodes")).isEmpty();
    assertThat(ids("?stage=events&topic=dataplane.events")).hasSize(3);
    assertThat(ids("?topic=dataplane.inventory")).isEmpty();
    assertThat(client.error(400, "/v1/dead-letters?code=x"))
        .contains("unknown parameter code, allowed: error, topic, stage, limit");
  }

  @Test
  void ofTooManyTheLastOnesAreGiven() throws Exception {
    assertThat(ids("?limit=2")).containsExactly("0@1", "0@2");
    assertThat(client.ok("/v1/dead-letters?limit=2").path("truncated").asBoolean()).isTrue();
    assertThat(client.ok("/v1/dead-letters?limit=3").path("truncated").asBoolean()).isFalse();
  }

  @Test
  void showsOneWithItsContent() throws Exception {
    JsonNode event = client.ok("/v1/dead-letters/0@2");
    JsonNode junk = client.ok("/v1/dead-letters/0@0");

    assertThat(event.path("form").asText()).isEqualTo("avro");
    assertThat(event.at("/value/payload/config_key").asText()).isEqualTo("hex8_4p");
    assertThat(event.at("/headers/dataplane.stage").asText()).isEqualTo("events");
    assertThat(junk.path("form").asText()).isNotEqualTo("avro");
    assertThat(junk.path("remark").asText()).isEqualTo("magic byte is 7, allowed: 0 or 1");
  }

  @Test
  void saysWhatItDoesNotFind() throws Exception {
    assertThat(client.error(404, "/v1/dead-letters/0@99"))
        .startsWith("not_found: no dead letter 0@99");
    assertThat(client.error(404, "/v1/dead-letters/7@0")).contains("no dead letter 7@0");
    assertThat(client.error(400, "/v1/dead-letters/first"))
        .isEqualTo("invalid_argument: id is 'first', allowed: partition@offset, such as 1@42");
  }

  private List<String> ids(String parameters) throws Exception {
    return texts(client.ok("/v1/dead-letters" + parameters), "dead_letters", "id");
  }
}
