package io.ringrift.dataplane.worker.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.Priority;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import io.ringrift.dataplane.worker.transport.TransportKind;
import io.ringrift.dataplane.worker.transport.Transports;
import io.ringrift.dataplane.worker.transport.http.FetchTransport;
import io.ringrift.dataplane.worker.transport.http.P2pHttpTransport;
import io.ringrift.dataplane.worker.transport.http.PullWatch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A large item for three targets, with the transports as they are. */
class SwarmChoiceTest {
  private static final Optional<String> URL = Optional.of("http://10.0.0.1:7100");
  private static final NodeAddress SOURCE =
      new NodeAddress("gpu-1", URL, Set.of("p2p_http", "bittorrent"));

  /** Choosing calls nobody. */
  private static final PullWatch.Means MEANS =
      new PullWatch.Means(null, null, null, System::nanoTime, null);

  private final Transports transports =
      new Transports(List.of(new P2pHttpTransport(MEANS), FetchTransport.bittorrent(MEANS)));

  @Test
  void goesBySwarmAndElseByHttp() {
    NodeAddress target = new NodeAddress("gpu-2", URL, Set.of("p2p_http", "bittorrent"));

    assertThat(order(target).kinds())
        .containsExactly(TransportKind.BITTORRENT, TransportKind.P2P_HTTP);
  }

  @Test
  void goesByHttpToANodeWithoutTheProgramAndSaysWhy() {
    NodeAddress target =
        new NodeAddress(
            "gpu-2", URL, Set.of("p2p_http"), Map.of("bittorrent", "aria2c is not installed"));

    TransportOrder order = order(target);

    assertThat(order.kinds()).containsExactly(TransportKind.P2P_HTTP);
    assertThat(order.skipped())
        .containsEntry(
            TransportKind.BITTORRENT, "gpu-2 has no bittorrent: aria2c is not installed");
  }

  private TransportOrder order(NodeAddress target) {
    TransferRequest request =
        new TransferRequest(
            "op-1",
            1,
            "models/hex8_2p/a.pth",
            "MODEL",
            "hex8_2p",
            "ab".repeat(32),
            64L << 20,
            Priority.NORMAL,
            List.of(SOURCE),
            target,
            3,
            null);
    return TransportOrder.of(request, kind -> transports.supports(kind, request, SOURCE));
  }
}
