package io.ringrift.dataplane.agent.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.ringrift.dataplane.agent.fetch.http.P2pHttpFetcher;
import io.ringrift.dataplane.agent.source.ChunkHashes;
import io.ringrift.dataplane.agent.source.ItemPatterns;
import io.ringrift.dataplane.worker.tls.Tls;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class BusySourceTest {
  private static final byte[] BUSY =
      "{\"error\": {\"code\": \"busy\"}}".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;

  /**
   * The first list was false, and the only source that could give another answers 503 each time.
   */
  @Test
  @Timeout(60)
  void aFetchDoesNotWaitForEverForTheListOfABusySource() throws Exception {
    AtomicInteger asked = new AtomicInteger();
    HttpServer busy =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    busy.createContext(
        "/v1/chunks/",
        exchange -> {
          asked.incrementAndGet();
          exchange.sendResponseHeaders(503, BUSY.length);
          exchange.getResponseBody().write(BUSY);
          exchange.close();
        });
    busy.start();
    ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    try (P2pHttpFetcher fetcher =
            new P2pHttpFetcher(1, Duration.ofMillis(300), Tls.NONE, timer, timer);
        PartialFile partial = PartialFile.open(folder, "a".repeat(64), 9)) {
      URI url = URI.create("http://127.0.0.1:" + busy.getAddress().getPort());
      PullOrder order =
          new PullOrder(
              "op-1",
              1,
              ItemPatterns.STANDARD.name("models/hex8_2p/a.pth"),
              "a".repeat(64),
              9,
              PullOrder.Direction.PULL,
              "gpu-1",
              url,
              PullPriority.HIGH,
              P2pHttpFetcher.TRANSPORT,
              null);
      PullSources sources =
          new PullSources(order.with(List.of(new PullOrder.Other("gpu-2", url, "grant"))), "grant");
      sources.believe(sources.remaining().get(1), new ChunkHashes(new byte[32], 9));
      FetchTask task = new FetchTask(order, sources, partial, List.of(), new AtomicLong());

      assertThat(fetcher.mend(task)).isFalse();
      assertThat(asked).as("it had its chance").hasValueGreaterThan(1);
    } finally {
      busy.stop(0);
      timer.shutdownNow();
    }
  }
}
