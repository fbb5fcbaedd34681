package io.ringrift.dataplane.agent;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.dataplane.embedded.process.ChildProcess;
import io.ringrift.dataplane.embedded.process.JavaCommand;
import io.ringrift.dataplane.worker.grant.Grant;
import io.ringrift.dataplane.worker.grant.GrantKeys;
import io.ringrift.dataplane.worker.grant.GrantSigner;
import io.ringrift.dataplane.worker.grant.SigningKey;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an agent takes from strangers. In a process of its own: the JDK's server reads its limits
 * once in a process's life.
 */
class RequestLimitsIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** As {@code ApiServer} has it. */
  private static final int MAX_CONNECTIONS = 512;

  /** More than both ends of a connection keep for each other. */
  private static final int ITEM_BYTES = 16 << 20;

  private static final int PART_BYTES = 1 << 20;

  /** As many as {@code ApiServer} lets be idle. */
  private static final int STAYING = 200;

  private static final String ITEM = "models/hex8_2p/m.pth";

  @TempDir static Path folder;

  private static ChildProcess agent;
  private static URI endpoint;

  @BeforeAll
  static void start() throws IOException {
    GrantKeys.generate(folder.resolve("keys"));
    Path file = Files.createDirectories(folder.resolve("gpu-1/models/hex8_2p")).resolve("m.pth");
    Files.write(file, new byte[ITEM_BYTES]);
    agent =
        ChildProcess.start(
            ChildProcess.Spec.java(
                "gpu-1",
                JavaCommand.of(AgentApp.class)
                    .withJvmOptions(List.of("-Xmx64m", "-XX:+ExitOnOutOfMemoryError"))
                    .withArguments(
                        List.of(
                            "--agent.node.id=gpu-1",
                            "--agent.root=" + folder.resolve("gpu-1"),
                            "--agent.disk.limit.percent=100",
                            "--agent.grant.public.keys="
                                + folder.resolve("keys").resolve(GrantKeys.PUBLIC_FILE),
                            "--bootstrap.servers=127.0.0.1:1",
                            "--schema.registry.url=http://127.0.0.1:1")),
                folder.resolve("gpu-1.log")));
    endpoint = URI.create(agent.awaitReady(PATIENCE).replaceAll(".*(http://\\S+).*", "$1"));
  }

  @AfterAll
  static void stop() {
    agent.close();
  }

  @Test
  void aRequestMayHaveAFewHeadersOnly() throws IOException {
    assertThat(answer(headers(30))).startsWith("HTTP/1.1 200");
    assertThat(answer(headers(60))).doesNotContain(" 200 ");
    assertThat(answer("")).startsWith("HTTP/1.1 200");
  }

  /** The JDK's server counts names. */
  private static String headers(int count) {
    return IntStream.range(0, count).mapToObj(i -> "X-" + i + ": 1\r\n").collect(joining());
  }

  @Test
  void headersMayBeShortOnly() throws IOException {
    assertThat(answer("X-A: " + "a".repeat(8_000) + "\r\n")).startsWith("HTTP/1.1 200");
    assertThat(answer("X-A: " + "a".repeat(40_000) + "\r\n")).doesNotContain(" 200 ");
    assertThat(answer("")).startsWith("HTTP/1.1 200");
  }

  @Test
  void connectionsBeyondTheLimitAreClosedAndLaterOnesServed() throws IOException {
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < MAX_CONNECTIONS + 20; i++) {
        Socket socket = new Socket("127.0.0.1", endpoint.getPort());
        open.add(socket);
        socket.getOutputStream().write("GET /v1/health HTTP/1.1\r\nX-Slow: ".getBytes(US_ASCII));
      }
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () -> assertThat(open.stream().filter(RequestLimitsIT::closed)).hasSize(20));
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(answer("")).startsWith("HTTP/1.1 200"));
  }

  /** The JDK's server counts what only an exchange has closed for ever: then the agent was deaf. */
  @Test
  void clientsThatCutTheirAnswersOffDoNotUseUpTheConnections() throws Exception {
    String request = request("Connection: close\r\n");
    awaitIndexed(request);

    for (int i = 0; i < MAX_CONNECTIONS + 20; i++) {
      assertThat(begin(request)).startsWith("HTTP/1.1 200");
    }

    assertThat(answer("")).startsWith("HTTP/1.1 200");
  }

  /** The JDK's server keeps a buffer for each, twice as large as the largest write. */
  @Test
  void clientsThatStayConnectedDoNotUseUpTheMemory() throws Exception {
    awaitIndexed(request("Connection: close\r\n"));
    String request = request("Range: bytes=0-%d\r\n".formatted(PART_BYTES - 1));
    List<Socket> open = new ArrayList<>();
    try {
      for (int i = 0; i < STAYING; i++) {
        Socket socket = new Socket("127.0.0.1", endpoint.getPort());
        open.add(socket);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.getOutputStream().write(request.getBytes(US_ASCII));
        assertThat(socket.getInputStream().readNBytes(PART_BYTES))
            .startsWith("HTTP/1.1 206".getBytes(US_ASCII));
      }
      assertThat(answer("")).startsWith("HTTP/1.1 200");
    } finally {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }

  private static String request(String header) throws Exception {
    String sha256 =
        HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(new byte[ITEM_BYTES]));
    SigningKey key = GrantKeys.loadPrivate(folder.resolve("keys").resolve(GrantKeys.PRIVATE_FILE));
    String grant =
        new GrantSigner(key, "worker-1", Clock.systemUTC(), Duration.ofMinutes(10))
            .sign(new Grant("op-1", 1, ITEM, sha256, "gpu-1", "gpu-2"));
    return "GET /v1/items/%s?sha256=%s HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer %s\r\n%s\r\n"
        .formatted(ITEM.replace("/", "%2F"), sha256, grant, header);
  }

  private static void awaitIndexed(String request) {
    await()
        .atMost(PATIENCE)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(begin(request)).startsWith("HTTP/1.1 200"));
  }

  /** The beginning of an answer that is cut off there. */
  private static String begin(String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", endpoint.getPort())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket.getOutputStream().write(request.getBytes(US_ASCII));
      return new String(socket.getInputStream().readNBytes(1000), US_ASCII);
    }
  }

  /** Whether the agent has closed it: there is nothing else that it could say so early. */
  private static boolean closed(Socket socket) {
    try {
      socket.setSoTimeout(1);
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** All that comes back before the connection ends; empty when it is closed at once. */
  private static String answer(String headers) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", endpoint.getPort())) {
      socket.setSoTimeout((int) PATIENCE.toMillis());
      socket
          .getOutputStream()
          .write(
              ("GET /v1/health HTTP/1.1\r\nHost: a\r\nConnection: close\r\n" + headers + "\r\n")
                  .getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    } catch (SocketException e) {
      return "";
    }
  }
}
