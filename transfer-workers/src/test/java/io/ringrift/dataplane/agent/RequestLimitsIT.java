package io.ringrift.dataplane.agent;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ringrift.dataplane.embedded.process.ChildProcess;
import io.ringrift.dataplane.embedded.process.JavaCommand;
import io.ringrift.dataplane.worker.grant.GrantKeys;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

  @TempDir static Path folder;

  private static ChildProcess agent;
  private static URI endpoint;

  @BeforeAll
  static void start() throws IOException {
    GrantKeys.generate(folder.resolve("keys"));
    agent =
        ChildProcess.start(
            ChildProcess.Spec.java(
                "gpu-1",
                JavaCommand.of(AgentApp.class)
                    .withJvmOptions(List.of("-Xmx64m"))
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
