package io.ringrift.dataplane.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.ringrift.dataplane.agent.fetch.PartialFile;
import io.ringrift.dataplane.agent.fetch.PullSources;
import io.ringrift.dataplane.agent.limit.TokenBucket;
import io.ringrift.dataplane.agent.npz.NpzWriter;
import io.ringrift.dataplane.agent.npz.TrainingNpz;
import io.ringrift.dataplane.agent.source.FileHash;
import io.ringrift.dataplane.embedded.process.ChildProcess;
import io.ringrift.dataplane.embedded.process.JavaCommand;
import io.ringrift.dataplane.worker.grant.Grant;
import io.ringrift.dataplane.worker.grant.GrantKeys;
import io.ringrift.dataplane.worker.grant.GrantSigner;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An agent killed with -9 in the middle of a pull: what has to be sent again, and what is seen. */
class AgentKillIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ITEM = "npz/hex8_2p/big.npz";
  private static final String SECOND = "gpu-3";
  private static final int STREAMS = 4;
  private static final long BYTES_PER_SECOND = 16 << 20;

  @TempDir Path folder;
  private final HttpClient client = HttpClient.newHttpClient();
  private String sha256;
  private long size;
  private FaultyProxy proxy;
  private URI second;

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void resumesAndRepeatsAtMostAChunkOfEachStream(int sources) throws Exception {
    GrantKeys.generate(folder.resolve("keys"));
    Path original = folder.resolve("gpu-1").resolve(ITEM);
    new TrainingNpz(64 << 20, 4, NpzWriter.Storage.STORED).writeTo(original);
    sha256 = FileHash.of(original, TokenBucket.unlimited());
    size = Files.size(original);
    Path arrived = folder.resolve("gpu-2").resolve(ITEM);

    Path copy = folder.resolve(SECOND).resolve(ITEM);
    Files.createDirectories(copy.getParent());
    Files.copy(original, copy);

    try (ChildProcess source = start("gpu-1");
        ChildProcess another = start(SECOND)) {
      proxy = new FaultyProxy(endpoint(source));
      second = sources == 2 ? endpoint(another) : null;
      for (ChildProcess each : List.of(source, another)) {
        await()
            .atMost(PATIENCE)
            .until(() -> health(endpoint(each)).at("/items/count/NPZ").asInt() == 1);
      }
      long boot;
      long seen;
      try (ChildProcess target = start("gpu-2")) {
        URI url = endpoint(target);
        boot = health(url).path("boot").asLong();
        order(url);
        seen =
            await()
                .atMost(PATIENCE)
                .until(() -> status(url, 0).path("bytes_done").asLong(), done -> done > size / 2);

        target.kill();

        assertThat(arrived).doesNotExist();
      }
      long sentBefore = proxy.bytesDown();
      try (ChildProcess target = start("gpu-2")) {
        URI url = endpoint(target);
        assertThat(health(url).path("boot").asLong()).isGreaterThan(boot);
        order(url);

        JsonNode ended = status(url, 30_000);

        assertThat(ended.path("state").asText()).isEqualTo("DONE");
        assertThat(FileHash.of(arrived, TokenBucket.unlimited())).isEqualTo(sha256);
        long received = ended.path("bytes_received").asLong();
        System.out.printf(
            "killed with -9 after %,d of %,d bytes; then received %,d, so at most %,d again;"
                + " with what lay in socket buffers the source sent %,d again%n",
            seen, size, received, seen + received - size, sentBefore + received - size);
        // As many more as could find work if there are other sources.
        int streams = STREAMS + (sources > 1 ? PullSources.MOST_OTHERS : 0);
        assertThat(received).isLessThan(size - seen + streams * (long) PartialFile.CHUNK_BYTES);
      }
    } finally {
      proxy.close();
    }
  }

  private void order(URI target) throws Exception {
    ObjectNode body =
        JSON.createObjectNode()
            .put("operation_id", "op-1")
            .put("epoch", 1)
            .put("item_id", ITEM)
            .put("item_type", "NPZ")
            .put("config_key", "hex8_2p")
            .put("sha256", sha256)
            .put("size_bytes", size)
            .put("source_node", "gpu-1")
            .put("source_url", proxy.url().toString())
            .put("priority", "HIGH");
    if (second != null) {
      body.putArray("other_sources")
          .addObject()
          .put("source_node", SECOND)
          .put("source_url", second.toString())
          .put("grant", grant(SECOND, second));
    }
    HttpResponse<String> answer =
        send(
            request(target, "/v1/pulls")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString())));
    assertThat(answer.statusCode()).isEqualTo(202);
  }

  private JsonNode status(URI target, int waitMillis) throws Exception {
    return JSON.readTree(send(request(target, "/v1/pulls/op-1?wait_ms=" + waitMillis)).body());
  }

  private JsonNode health(URI agent) throws Exception {
    return JSON.readTree(send(HttpRequest.newBuilder(URI.create(agent + "/v1/health"))).body());
  }

  private HttpRequest.Builder request(URI target, String path) throws Exception {
    return HttpRequest.newBuilder(URI.create(target + path))
        .header("Authorization", "Bearer " + grant("gpu-1", proxy.url()));
  }

  private String grant(String source, URI url) throws IOException {
    GrantSigner signer =
        new GrantSigner(
            GrantKeys.loadPrivate(folder.resolve("keys").resolve(GrantKeys.PRIVATE_FILE)),
            "test",
            Clock.systemUTC(),
            Duration.ofMinutes(5));
    return signer.sign(
        new Grant("op-1", 1, ITEM, sha256, source, "gpu-2").at(url.toString(), null));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private ChildProcess start(String nodeId) {
    List<String> words = new ArrayList<>();
    words.add("--agent.node.id=" + nodeId);
    words.add("--agent.root=" + folder.resolve(nodeId));
    words.add("--agent.pull.streams=" + STREAMS);
    words.add("--agent.pull.bytes.per.second=" + BYTES_PER_SECOND);
    words.add("--agent.disk.limit.percent=100");
    words.add("--agent.grant.public.keys=" + folder.resolve("keys").resolve(GrantKeys.PUBLIC_FILE));
    // No broker: an agent serves and fetches all the same.
    words.add("--bootstrap.servers=127.0.0.1:1");
    JavaCommand command =
        JavaCommand.of(AgentApp.class).withJvmOptions(List.of("-Xmx64m")).withArguments(words);
    return ChildProcess.start(
        ChildProcess.Spec.java(nodeId, command, folder.resolve(nodeId + ".log")));
  }

  private static URI endpoint(ChildProcess agent) {
    return URI.create(agent.awaitReady(PATIENCE).replaceAll(".*endpoint=(\\S+).*", "$1"));
  }
}
