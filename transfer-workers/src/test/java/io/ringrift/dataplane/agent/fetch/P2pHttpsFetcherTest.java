package io.ringrift.dataplane.agent.fetch;

import io.ringrift.dataplane.agent.AgentPair;
import io.ringrift.dataplane.worker.tls.TestAuthority;
import io.ringrift.dataplane.worker.tls.Tls;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same over mutual TLS. */
class P2pHttpsFetcherTest extends P2pHttpFetcherTest {
  private static final long MIB = 1 << 20;

  @TempDir static Path certificates;
  private static Tls tls;

  @BeforeAll
  static void certify() throws IOException {
    TestAuthority authority = TestAuthority.in(certificates, "cluster");
    tls = authority.tls(authority.issue("node", "ip:127.0.0.1"), true);
  }

  @Override
  AgentPair start() throws IOException {
    return new AgentPair(folder, Map.of(AgentPair.SOURCE, tls, AgentPair.TARGET, tls));
  }

  /** TLS finds the flipped bit itself, and ends the connection: the bytes are fetched again. */
  @Override
  @Test
  void refusesBytesWithAnotherHashAndKeepsNothingOfThem() throws Exception {
    PullOrder order = offer("models/hex8_2p/flipped.pth", 20 * MIB);
    proxy().flipAfter(10 * MIB);

    assertDone(order, pull(order));
  }
}
