package io.ringrift.dataplane.worker.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.worker.transport.NodeAddress;
import io.ringrift.dataplane.worker.transport.Priority;
import io.ringrift.dataplane.worker.transport.TransferRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FetchTransportTest {
  private static final Set<String> BOTH = Set.of("p2p_http", "bittorrent");
  private static final Optional<String> URL = Optional.of("http://10.0.0.1:7100");

  private final FetchTransport transport = FetchTransport.bittorrent(null);

  @Test
  void isForTwoThatHaveItOfWhichTheSourceCanBeCalled() {
    NodeAddress source = new NodeAddress("gpu-1", URL, BOTH);
    NodeAddress behindNat = new NodeAddress("gpu-2", Optional.empty(), BOTH);

    assertThat(transport.supports(request(source, behindNat), source).supported()).isTrue();
    assertThat(transport.supports(request(behindNat, source), behindNat).reason())
        .isEqualTo("gpu-2 can't be called, so it can't track a swarm");
  }

  @Test
  void saysWhyANodeDoesNotHaveIt() {
    NodeAddress source = new NodeAddress("gpu-1", URL, BOTH);
    NodeAddress without =
        new NodeAddress(
            "gpu-2", URL, Set.of("p2p_http"), Map.of("bittorrent", "aria2c is not installed"));

    assertThat(transport.supports(request(source, without), source).reason())
        .isEqualTo("gpu-2 has no bittorrent: aria2c is not installed");
  }

  private static TransferRequest request(NodeAddress source, NodeAddress target) {
    return new TransferRequest(
        "op-1",
        1,
        "models/hex8_2p/a.pth",
        "MODEL",
        "hex8_2p",
        "ab".repeat(32),
        100L << 20,
        Priority.NORMAL,
        List.of(source),
        target,
        4,
        null);
  }
}
