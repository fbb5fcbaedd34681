package io.ringrift.dataplane.worker.transport.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.dataplane.worker.call.BadPeer;
import io.ringrift.dataplane.worker.tls.Tls;
import io.ringrift.dataplane.worker.transport.NodeAddress;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class HttpWayTest {

  @Test
  @Timeout(60)
  void anAgentThatDiesInTheMiddleOfAnAnswerHoldsNoWorker() throws IOException {
    try (BadPeer agent = new BadPeer(out -> {})) {
      AgentWay.Request request =
          new AgentWay.Request("GET", "/v1/pulls/op-1", "grant", null, Duration.ofMillis(300));

      NodeAddress address = NodeAddress.of("gpu-1", agent.uri().toString());

      assertThatThrownBy(() -> new HttpWay(Tls.NONE).ask(address, request))
          .isInstanceOf(IOException.class)
          .hasMessage("no whole answer in 300 ms");
    }
  }
}
