package io.ringrift.dataplane.local.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.ringrift.dataplane.local.output.Screen;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExecutionTest {
  private static final Screen TERMINAL = new Screen(true, true, 100);
  private static final long SLOW_MILLIS = 1_200;

  @TempDir private Path home;
  private HttpServer slow;

  @BeforeEach
  void start() throws IOException {
    slow = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    slow.createContext(
        "/",
        exchange -> {
          try {
            Thread.sleep(SLOW_MILLIS);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          byte[] body = "{\"operations\": []}".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    slow.start();
  }

  @AfterEach
  void stop() {
    slow.stop(0);
  }

  @Test
  void tellsOneAtATerminalWhatASlowCommandWaitsFor() {
    Terminal.Answer answer = run(TERMINAL, "ops");

    assertThat(answer.out()).isEqualTo("no operations" + System.lineSeparator());
    assertThat(answer.err()).contains("waiting for the streams-app at " + url()).endsWith(" \r");
  }

  @Test
  void tellsNothingWhereNobodyLooksOrAProgramReads() {
    assertThat(run(new Screen(true, false, 100), "ops").err()).isEmpty();
    assertThat(run(TERMINAL, "ops", "--output", "json").err()).isEmpty();
  }

  private Terminal.Answer run(Screen screen, String... words) {
    return new Terminal(home, Map.of("DATAPLANE_QUERY_URL", url()), screen).run(words);
  }

  private String url() {
    return "http://127.0.0.1:" + slow.getAddress().getPort();
  }
}
