package io.ringrift.dataplane.agent.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.AgentPair;
import io.ringrift.dataplane.agent.FaultyProxy;
import io.ringrift.dataplane.agent.FileServer;
import io.ringrift.dataplane.agent.fetch.http.PlainHttpFetcher;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From a plain file server that gives ranges. */
class PlainHttpFetcherTest extends FetcherContract {
  FileServer server;
  private FaultyProxy proxy;

  /** Whether the server gives ranges. */
  boolean ranges() {
    return true;
  }

  @Override
  String transport() {
    return PlainHttpFetcher.TRANSPORT;
  }

  /** A chunk under way on each of four streams. */
  @Override
  long repeatedBytesAllowed() {
    return 4L * PartialFile.CHUNK_BYTES;
  }

  @Override
  AgentPair start() throws IOException {
    AgentPair pair = new AgentPair(folder);
    server = new FileServer(folder.resolve(AgentPair.SOURCE), ranges());
    proxy = new FaultyProxy(server.url());
    return pair;
  }

  @AfterEach
  void stopServer() throws IOException {
    proxy.close();
    server.close();
  }

  @Override
  FaultyProxy proxy() {
    return proxy;
  }

  @Override
  PullOrder offered(String itemId, long bytes, long seed) throws IOException {
    return from("/files", agents.offer(itemId, bytes, seed));
  }

  private PullOrder from(String base, PullOrder order) {
    return order.from(order.peerNode(), URI.create(proxy.url() + base), transport());
  }

  @Override
  void remove(PullOrder order) throws IOException {
    Files.delete(agents.atSource(order));
  }

  @Test
  void showsNobodyTheGrant() throws Exception {
    PullOrder order = offer("models/hex8_2p/quiet.pth", 20 << 20);

    assertDone(order, pull(order));

    assertThat(server.grants()).isEmpty();
    assertThat(server.asked())
        .startsWith("HEAD 200")
        .contains(ranges() ? "GET 206" : "GET 200")
        .doesNotContain(ranges() ? "GET 200" : "GET 206");
  }

  @Test
  void followsNoRedirect() throws Exception {
    PullOrder order = from("/moved", offer("models/hex8_2p/elsewhere.pth", 1000));

    PullStatus status = pull(order);

    assertThat(status.failure().code()).isEqualTo(FailureCode.SOURCE_MISSING);
    assertThat(status.failure().message()).contains("302").contains("redirects are not followed");
    assertThat(agents.atTarget(order)).doesNotExist();
    assertThat(server.asked()).isEmpty();
  }

  @Test
  void showsNothingOfAFileThatGrewMeanwhile() throws Exception {
    PullOrder order = offer("models/hex8_2p/longer.pth", 1000);
    Files.write(agents.atSource(order), new byte[1001]);

    PullStatus status = pull(order);

    assertThat(status.failure().code()).isEqualTo(FailureCode.SOURCE_MISSING);
    assertThat(status.failure().message()).contains("1001").contains("1000");
    assertThat(agents.atTarget(order)).doesNotExist();
  }
}
