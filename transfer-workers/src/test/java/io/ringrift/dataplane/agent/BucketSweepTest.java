package io.ringrift.dataplane.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.dataplane.agent.s3.BucketConnection;
import io.ringrift.dataplane.agent.s3.S3Server;
import io.ringrift.dataplane.agent.source.FolderMap;
import io.ringrift.dataplane.worker.tls.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent that starts does about uploads and relays that were begun days ago. */
class BucketSweepTest {
  private static final String SHA256 = "a".repeat(64);
  private static final String RELAY = ".dataplane/relay/" + SHA256;

  @TempDir private Path folder;

  /** Where the SDK's default chain looks first. */
  @BeforeAll
  static void credentials() {
    System.setProperty("aws.accessKeyId", "test-id");
    System.setProperty("aws.secretAccessKey", "test-secret");
  }

  @Test
  void itGivesThemUp() throws Exception {
    try (S3Server server = new S3Server();
        NodeAgent agent = agent(server.url())) {
      server.put(RELAY, "left", Map.of());
      Path note = begun(agent, "relays/" + SHA256, "op-1");

      agent.start();

      await().until(() -> !Files.exists(note));
      assertThat(
              server.client().listObjectsV2(request -> request.bucket(S3Server.BUCKET)).contents())
          .isEmpty();
    }
  }

  /** Whoever waits for data is told by the timer that ends stalled transfers, too. */
  @Test
  void aBucketThatNeverAnswersHoldsUpNothingElse() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        NodeAgent agent = agent(URI.create("http://127.0.0.1:" + silent.getLocalPort()))) {
      Path note = begun(agent, "uploads/" + SHA256 + ".key", "upload-1", "training", "npz/a.npz");

      agent.start();

      HttpResponse<String> answer =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          agent.endpoint().resolve("/v1/ready?config=hex8_2p&wait=500ms"))
                      .timeout(Duration.ofSeconds(10))
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      assertThat(answer.body()).contains("no_data_here");
      assertThat(note).exists();
    }
  }

  private static Path begun(NodeAgent agent, String name, String... lines) throws IOException {
    Path note = agent.root().ownFolder().resolve(name);
    Files.write(note, List.of(lines));
    Files.setLastModifiedTime(note, FileTime.from(Instant.now().minus(Duration.ofDays(2))));
    return note;
  }

  private NodeAgent agent(URI bucket) throws IOException {
    AgentConfig config =
        PairConfig.of(
            "gpu-1",
            folder,
            Map.of(),
            AgentPair.Limits.WIDE,
            new AgentConfig.Bucket(
                new BucketConnection(bucket, "us-east-1", true, false),
                S3Server.BUCKET,
                "",
                FolderMap.NONE),
            Map.of(),
            AgentConfig.Swarm.STANDARD,
            AgentConfig.Rsync.ANYWHERE,
            Tls.NONE);
    return new NodeAgent(
        config, holding -> CompletableFuture.completedFuture(null), Clock.systemUTC());
  }
}
