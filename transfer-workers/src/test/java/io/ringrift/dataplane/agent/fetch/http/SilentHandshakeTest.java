package io.ringrift.dataplane.agent.fetch.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.dataplane.worker.tls.TestAuthority;
import io.ringrift.dataplane.worker.tls.Tls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A peer that takes the connection and never shakes hands, as a stopped process does. */
@Timeout(60)
class SilentHandshakeTest {
  @TempDir Path folder;
  private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
  private ServerSocket peer;
  private Tls tls;

  @BeforeEach
  void listen() throws IOException {
    peer = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    tls = TestAuthority.in(folder, "cluster").tls(null, false);
  }

  @AfterEach
  void stop() throws IOException {
    timer.shutdownNow();
    peer.close();
  }

  @Test
  void countsAsSilence() {
    try (StallGuard guard = new StallGuard(Duration.ofMillis(200), timer);
        SocketRangeConnection line = line(guard)) {
      assertThatThrownBy(line::head).isInstanceOf(StalledException.class);
      assertThatThrownBy(() -> line.get("token", 0, 9, ByteBuffer.allocate(4096)))
          .isInstanceOf(StalledException.class)
          .hasMessage("no bytes for 200 ms");
    }
  }

  @Test
  void endsWhenTheFetchIsCancelled() throws Exception {
    try (StallGuard guard = new StallGuard(Duration.ofHours(1), timer)) {
      SocketRangeConnection line = line(guard);
      FutureTask<RangeAnswer> asking = new FutureTask<>(line::head);
      Thread stream = new Thread(asking);
      stream.setDaemon(true);
      stream.start();
      try (Socket taken = peer.accept()) {
        assertThat(taken.getInputStream().read()).as("the greeting of TLS has begun").isEqualTo(22);

        line.close();

        assertThatThrownBy(asking::get)
            .isInstanceOf(ExecutionException.class)
            .hasCauseInstanceOf(IOException.class);
      }
    }
  }

  private SocketRangeConnection line(StallGuard guard) {
    URI source = URI.create("https://127.0.0.1:" + peer.getLocalPort());
    return SocketRangeConnection.toPlainServer(source, "/file", tls, guard);
  }
}
