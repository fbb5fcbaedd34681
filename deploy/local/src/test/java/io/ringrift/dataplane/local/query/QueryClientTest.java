package io.ringrift.dataplane.local.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.dataplane.embedded.process.Ports;
import io.ringrift.dataplane.local.output.Failure;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueryClientTest {
  private StubApi api;

  @BeforeEach
  void start() throws IOException {
    api = StubApi.start();
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void sendsAnItemIdAsOneSegment() {
    api.answer("/v1/items/npz%2Fhex8_2p%2Fa%20b.npz", 200, "{\"item_id\": \"x\"}");

    assertThat(
            client()
                .get("/v1/items/" + QueryClient.segment("npz/hex8_2p/a b.npz"), Map.of())
                .path("item_id")
                .asText())
        .isEqualTo("x");
  }

  @Test
  void tellsWhatTheApiSaysOfAThingThatIsNotThere() {
    api.answer("/v1/operations/x", 404, "{\"error\": {\"message\": \"no operation 'x'\"}}");

    assertThatThrownBy(() -> client().get("/v1/operations/x", Map.of()))
        .hasMessage("no operation 'x'")
        .extracting(e -> ((Failure) e).exitCode())
        .isEqualTo(1);
  }

  @Test
  void takesARefusedQuestionAsWrongUsage() {
    api.answer("/v1/items?limit=0", 400, "{\"error\": {\"message\": \"limit is '0'\"}}");

    assertThatThrownBy(() -> client().get("/v1/items", Map.of("limit", "0")))
        .hasMessage("limit is '0'")
        .extracting(e -> ((Failure) e).exitCode())
        .isEqualTo(2);
  }

  @Test
  void takesAnApplicationThatIsNotReadyAsUnreachable() {
    api.answer("/v1/nodes", 503, "{\"error\": {\"message\": \"restoring\"}}");

    assertThatThrownBy(() -> client().get("/v1/nodes", Map.of()))
        .hasMessage("restoring")
        .extracting(e -> ((Failure) e).exitCode())
        .isEqualTo(3);
  }

  @Test
  void saysWhoDoesNotAnswer() {
    String url = "http://127.0.0.1:" + Ports.free();

    assertThatThrownBy(() -> new QueryClient(url + "/").get("/v1/nodes", Map.of()))
        .hasMessageContaining("the streams-app does not answer at " + url)
        .extracting(e -> ((Failure) e).exitCode())
        .isEqualTo(3);
  }

  private QueryClient client() {
    return new QueryClient(api.url());
  }
}
