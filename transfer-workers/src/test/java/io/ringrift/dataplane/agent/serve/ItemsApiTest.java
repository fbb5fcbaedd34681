package io.ringrift.dataplane.agent.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringrift.dataplane.agent.Orders;
import io.ringrift.dataplane.agent.fetch.PullOrder;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Items as their callers see them, over real connections to real agents. */
class ItemsApiTest extends ApiCalls {
  @Test
  void servesAnItemWhole() throws Exception {
    HttpResponse<byte[]> answer = send(item(MODEL, order.sha256(), grant()));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo(content);
    assertThat(answer.headers().firstValue("ETag")).contains('"' + order.sha256() + '"');
    assertThat(answer.headers().firstValue("Accept-Ranges")).contains("bytes");
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 0, 1",
    "bytes=100-199, 100, 200",
    "bytes=900-, 900, 1000",
    "bytes=-10, 990, 1000",
    "bytes=-5000, 0, 1000",
    "bytes=990-2000, 990, 1000"
  })
  void servesRanges(String range, int from, int to) throws Exception {
    HttpResponse<byte[]> answer = send(item(MODEL, order.sha256(), grant()).header("Range", range));

    assertThat(answer.statusCode()).isEqualTo(206);
    assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(content, from, to));
    assertThat(answer.headers().firstValue("Content-Range"))
        .contains("bytes %d-%d/1000".formatted(from, to - 1));
  }

  @Test
  void saysWhenARangeIsOutsideAndIgnoresWhatItDoesNotKnow() throws Exception {
    assertError(
        item(MODEL, order.sha256(), grant()).header("Range", "bytes=1000-"),
        416,
        "range_not_satisfiable");
    assertThat(
            send(item(MODEL, order.sha256(), grant()).header("Range", "bytes=0-1,5-6"))
                .statusCode())
        .isEqualTo(200);
    assertThat(
            send(item(MODEL, order.sha256(), grant())
                    .header("Range", "bytes=0-1")
                    .header("If-Range", "\"other\""))
                .statusCode())
        .isEqualTo(200);
  }

  @Test
  void servesOnlyWhatWasHashed() throws Exception {
    String other = "b".repeat(64);
    assertError(item(MODEL, other, grant(MODEL, other)), 404, "source_missing");

    Files.writeString(agents.atSource(order), "changed since");

    JsonNode error = assertError(item(MODEL, order.sha256(), grant()), 404, "source_missing");
    assertThat(error.path("reaction").asText()).isEqualTo("OTHER_SOURCE");
  }

  @Test
  void neverServesADamagedFile() throws Exception {
    PullOrder damaged = agents.offer("npz/hex8_2p/bad.npz", 100, 2);
    agents.condemn(damaged);

    JsonNode error =
        assertError(
            item("npz/hex8_2p/bad.npz", damaged.sha256(), agents.grant(damaged)),
            404,
            "source_missing");

    assertThat(error.path("message").asText()).endsWith("INVALID");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../secret.pth",
        "models/../../secret.pth",
        "/etc/passwd",
        "models/hex8_2p/link.pth",
        "models/up/secret.pth",
        ".dataplane/index",
        "models/hex8_2p/m.pth\u0000"
      })
  void neverLeavesItsFolderEvenWithAGrant(String itemId) throws Exception {
    Path models = agents.atSource(order).getParent();
    Files.writeString(folder.resolve("secret.pth"), "secret");
    Files.createSymbolicLink(models.resolve("link.pth"), folder.resolve("secret.pth"));
    Files.createSymbolicLink(models.getParent().resolve("up"), folder);

    HttpResponse<byte[]> answer = send(item(itemId, order.sha256(), grant(itemId, order.sha256())));

    assertThat(answer.statusCode()).isIn(400, 404);
    assertThat(new String(answer.body(), StandardCharsets.UTF_8)).doesNotContain("secret\"");
  }

  @Test
  void opensNoLinkEvenWhereTheIndexNamesOne() throws Exception {
    Path elsewhere = Files.copy(agents.atSource(order), folder.resolve("elsewhere.pth"));
    Files.delete(agents.atSource(order));
    Files.createSymbolicLink(agents.atSource(order), elsewhere);

    JsonNode error = assertError(item(MODEL, order.sha256(), grant()), 400, "bad_request");

    assertThat(error.path("message").asText()).contains("leads through the symbolic link");
  }

  @Test
  void decodesAPathOnce() throws Exception {
    String twice = URLEncoder.encode(MODEL, StandardCharsets.UTF_8).replace("%2F", "%252F");
    HttpRequest.Builder request =
        request(agents.source().endpoint(), "/v1/items/" + twice + "?sha256=" + order.sha256())
            .header("Authorization", "Bearer " + grant());

    assertError(request, 403, "unauthorised");
    assertError(request(agents.source().endpoint(), "/v1/items/" + MODEL), 404, "not_found");
  }

  @Test
  void refusesWithoutAGrantThatCoversTheRequestAndCountsIt() throws Exception {
    String token = grant();
    assertRefused(item(MODEL, order.sha256(), null), "missing");
    assertRefused(item(MODEL, order.sha256(), token + "x"), "bad_signature");
    assertRefused(item("models/hex8_2p/other.pth", order.sha256(), token), "wrong_item");
    assertRefused(item(MODEL, "b".repeat(64), token), "wrong_content");
    assertRefused(at(agents.target().endpoint(), MODEL, order.sha256(), token), "wrong_node");
    String expired = agents.signerAt(Instant.now().minus(Duration.ofMinutes(6))).sign(granted());
    JsonNode error = assertRefused(item(MODEL, order.sha256(), expired), "expired");

    assertThat(error.path("reaction").asText()).isEqualTo("RETRY_SAME");
    JsonNode refused = health(agents.source().endpoint()).path("refused");
    assertThat(refused.path("missing").asInt()).isEqualTo(1);
    assertThat(refused.path("wrong_item").asInt()).isEqualTo(1);
    assertThat(refused.path("expired").asInt()).isEqualTo(1);
  }

  @Test
  void givesNoBytesToAnEpochThatWasOvertaken() throws Exception {
    String later = agents.grant(Orders.withEpoch(order, "op-later", 9));
    assertThat(send(item(MODEL, order.sha256(), later)).statusCode()).isEqualTo(200);

    assertError(item(MODEL, order.sha256(), grant()), 409, "superseded");
    String item = URLEncoder.encode(MODEL, StandardCharsets.UTF_8) + "?sha256=" + order.sha256();
    HttpRequest.Builder chunks = request(agents.source().endpoint(), "/v1/chunks/" + item);
    assertError(withToken(chunks, grant()), 409, "superseded");
    HttpRequest.Builder rsync = request(agents.source().endpoint(), "/v1/rsync/" + item);
    assertError(
        withToken(rsync.POST(HttpRequest.BodyPublishers.noBody()), grant()), 409, "superseded");
  }

  @Test
  void closesTheConnectionOfAClientThatDoesNotRead() throws Exception {
    PullOrder large = agents.offer("models/hex8_2p/large.pth", 32 << 20, 3);
    URI source = agents.source().endpoint();
    try (Socket socket = new Socket(source.getHost(), source.getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("GET /v1/items/models%%2Fhex8_2p%%2Flarge.pth?sha256=%s HTTP/1.1\r\nHost: x\r\n"
                  + "Authorization: Bearer %s\r\n\r\n")
              .formatted(large.sha256(), agents.grant(large))
              .getBytes(StandardCharsets.US_ASCII));
      Awaitility.await().until(() -> sends() == 1);

      Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> sends() == 0);
    }
  }
}
