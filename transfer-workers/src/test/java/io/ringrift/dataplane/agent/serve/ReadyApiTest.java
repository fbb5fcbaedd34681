package io.ringrift.dataplane.agent.serve;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.ringrift.dataplane.agent.fetch.PullOrder;
import io.ringrift.dataplane.agent.source.Content;
import io.ringrift.dataplane.agent.source.FileStamp;
import io.ringrift.dataplane.agent.source.Validation;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a trainer on the agent's host is told, over real connections. */
class ReadyApiTest extends ApiCalls {
  /** More than the agent has threads. */
  private static final int MANY = 100;

  private final HttpClient trainers = HttpClient.newHttpClient();

  @Test
  void givesTheNewestVerifiedContentOfTheConfig() throws Exception {
    offer("npz/hex8_2p/older.npz", 2, Duration.ofHours(3));
    PullOrder newest = offer("npz/hex8_2p/newest.npz", 3, Duration.ofHours(1));
    agents.condemn(offer("npz/hex8_2p/damaged.npz", 4, Duration.ofMinutes(1)));
    offer("npz/square8_2p/other.npz", 5, Duration.ofMinutes(2));

    JsonNode ready = ready("config=hex8_2p");

    assertThat(ready.path("ready").asBoolean()).isTrue();
    assertThat(ready.path("path").asText()).isEqualTo(agents.atSource(newest).toString());
    assertThat(ready.path("sha256").asText()).isEqualTo(newest.sha256());
    assertThat(ready.path("sample_count").asLong()).isEqualTo(77);
    assertThat(ready.path("verified").asText()).isEqualTo("read");
  }

  @Test
  void givesNothingButTheContentThatWasAskedFor() throws Exception {
    PullOrder chosen = offer("npz/hex8_2p/chosen.npz", 2, Duration.ofHours(3));
    offer("npz/hex8_2p/newer.npz", 3, Duration.ofHours(1));

    JsonNode ready = ready("config=hex8_2p&sha256=" + chosen.sha256());

    assertThat(ready.path("item_id").asText()).isEqualTo("npz/hex8_2p/chosen.npz");
    assertThat(ready("config=hex8_2p&sha256=" + "0".repeat(64)).path("reason").asText())
        .isEqualTo("no_data_here");
  }

  @Test
  void offersWhatWasReceivedUnderItsHash() throws Exception {
    PullOrder npz = offer("npz/hex8_2p/a.npz", 2, Duration.ofHours(1));
    send(post(json(npz), agents.grant(npz)));
    URI target = agents.target().endpoint();

    JsonNode ready = json(send(request(target, "/v1/ready?config=hex8_2p&wait=20s")).body());

    assertThat(ready.path("path").asText()).isEqualTo(agents.atTarget(npz).toString());
    assertThat(ready.path("verified").asText()).isEqualTo("received");
    assertThat(ready.has("sample_count")).isFalse();
  }

  @Test
  void saysWhyThereIsNone() throws Exception {
    assertThat(ready("config=hex8_2p").path("reason").asText()).isEqualTo("no_data_here");

    PullOrder npz = offer("npz/hex8_2p/a.npz", 2, Duration.ofHours(25));
    assertThat(ready("config=hex8_2p").path("reason").asText()).isEqualTo("only_stale");

    offer("npz/hex8_2p/a.npz", 2, Duration.ofHours(1));
    Files.delete(agents.atSource(npz));
    assertThat(ready("config=hex8_2p").path("reason").asText()).isEqualTo("changed");

    agents.condemn(npz);
    JsonNode answer = ready("config=hex8_2p&wait=50ms");
    assertThat(answer.path("ready").asBoolean()).isFalse();
    assertThat(answer.path("reason").asText()).isEqualTo("only_damaged");
    assertThat(answer.path("detail").asText()).isEqualTo("npz/hex8_2p/a.npz: for this test");
  }

  @Test
  void manyMayWaitAndAreToldTheMomentItIsThere() throws Exception {
    List<CompletableFuture<HttpResponse<byte[]>>> waiting = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      waiting.add(
          trainers.sendAsync(
              request(agents.source().endpoint(), "/v1/ready?config=hex8_2p&wait=60s").build(),
              HttpResponse.BodyHandlers.ofByteArray()));
    }
    assertThat(health(agents.source().endpoint()).path("node_id").asText()).isNotEmpty();
    assertThat(waiting).noneMatch(CompletableFuture::isDone);

    PullOrder npz = offer("npz/hex8_2p/a.npz", 2, Duration.ofHours(1));

    for (CompletableFuture<HttpResponse<byte[]>> answer : waiting) {
      assertThat(json(answer.get().body()).path("sha256").asText()).isEqualTo(npz.sha256());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "config=", "config=hex8_2p&wait=60", "config=hex8_2p&wait=-1s"})
  void namesWhatIsWrongWithAQuestion(String query) throws Exception {
    assertError(request(agents.source().endpoint(), "/v1/ready?" + query), 400, "bad_request");
  }

  @Test
  void answersThisHostOnly() throws Exception {
    InetAddress own = InetAddress.getByName("192.0.2.7");

    assertThat(ReadyEndpoint.isThisHost(InetAddress.getByName("127.0.0.1"), own)).isTrue();
    assertThat(ReadyEndpoint.isThisHost(InetAddress.getByName("::1"), own)).isTrue();
    assertThat(ReadyEndpoint.isThisHost(InetAddress.getByName("192.0.2.7"), own)).isTrue();
    assertThat(ReadyEndpoint.isThisHost(InetAddress.getByName("192.0.2.8"), own)).isFalse();
  }

  private JsonNode ready(String query) throws Exception {
    HttpResponse<byte[]> answer = send(request(agents.source().endpoint(), "/v1/ready?" + query));
    assertThat(answer.statusCode()).isEqualTo(200);
    return json(answer.body());
  }

  /** An NPZ at the source that was read and has 77 samples. */
  private PullOrder offer(String itemId, long seed, Duration age) throws Exception {
    PullOrder npz = agents.offer(itemId, 1000, seed);
    Path file = agents.atSource(npz);
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    FileStamp stamp = FileStamp.of(Files.readAttributes(file, BasicFileAttributes.class));
    agents.source().index().absent(npz.name());
    agents
        .source()
        .index()
        .present(
            npz.name(),
            new Content(
                npz.sha256(), stamp, Validation.VALID, null, stamp.modified(), 77L, null, null));
    return npz;
  }
}
