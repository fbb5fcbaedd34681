package io.ringrift.dataplane.agent.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.limit.Bandwidth;
import io.ringrift.dataplane.agent.source.Boot;
import io.ringrift.dataplane.agent.source.ChunkLists;
import io.ringrift.dataplane.agent.source.DataRoot;
import io.ringrift.dataplane.agent.source.HoldingIndex;
import io.ringrift.dataplane.agent.source.ItemKind;
import io.ringrift.dataplane.agent.source.ItemPatterns;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Pulls over a transport in memory. */
abstract class PullsFixture {
  static final String A = "models/hex8_2p/a.pth";
  static final String B = "models/hex8_2p/b.pth";
  static final String C = "models/hex8_2p/c.pth";

  @TempDir Path folder;
  final GatedFetcher source = new GatedFetcher();
  final ExecutorService threads = Executors.newCachedThreadPool();
  DataRoot root;
  HoldingIndex index;
  EpochFence fence;
  Pulls pulls;

  @BeforeEach
  void open() throws IOException {
    root = new DataRoot(folder);
    Path own = root.ownFolder();
    Clock clock = Clock.systemUTC();
    index = HoldingIndex.open(own.resolve("index"), Boot.next(own.resolve("boot"), clock), clock);
    fence = EpochFence.open(own.resolve("epochs"));
    pulls =
        new Pulls(
            new PullLimits(2, 1, 100, EnumSet.of(ItemKind.MODEL), 0),
            fence,
            new FetchCarrier(
                new Fetchers(List.of(source)),
                new Placement(root, index),
                new DiskBudget(folder, 100, Long.MAX_VALUE),
                own.resolve("partial"),
                Bandwidth.unlimited(),
                0,
                new ChunkLists(own.resolve("chunks"), threads, Clock.systemUTC()),
                threads),
            threads);
  }

  @AfterEach
  void close() throws IOException {
    pulls.close();
    fence.close();
    index.close();
    threads.shutdownNow();
  }

  final PullAnswer submit(PullOrder order) throws IOException {
    return pulls.submit(order, "grant");
  }

  final PullOrder order(String operationId, long epoch, String itemId, String content)
      throws IOException {
    return new PullOrder(
        operationId,
        epoch,
        ItemPatterns.STANDARD.name(itemId),
        source.offer(content),
        content.length(),
        PullOrder.Direction.PULL,
        "gpu-1",
        URI.create("http://127.0.0.1:1"),
        PullPriority.HIGH,
        "memory",
        null);
  }

  /** The order, which may replace only this content; empty: none. */
  static PullOrder replacing(String sha256, PullOrder order) {
    return new PullOrder(
        order.operationId(),
        order.epoch(),
        order.name(),
        order.sha256(),
        order.sizeBytes(),
        order.direction(),
        order.peerNode(),
        order.peerUrl(),
        order.priority(),
        order.transport(),
        sha256);
  }

  static PullOrder with(PullOrder order, PullPriority priority) {
    return new PullOrder(
        order.operationId(),
        order.epoch(),
        order.name(),
        order.sha256(),
        order.sizeBytes(),
        order.direction(),
        order.peerNode(),
        order.peerUrl(),
        priority,
        order.transport(),
        order.replaces());
  }

  final PullStatus assertDone(String operationId) throws InterruptedException {
    PullStatus status = pulls.await(operationId, Duration.ofSeconds(10)).orElseThrow();
    assertThat(status.state()).isEqualTo(PullState.DONE);
    return status;
  }
}
