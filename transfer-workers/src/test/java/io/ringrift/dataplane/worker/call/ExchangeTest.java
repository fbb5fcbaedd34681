package io.ringrift.dataplane.worker.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Without an end of its own each of these would wait for ever, or until the memory is full. */
@Timeout(60)
class ExchangeTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofMinutes(5);

  private final HttpClient client = HttpClient.newHttpClient();

  @Test
  void anAnswerThatStopsAfterItsHeadIsGivenUp() throws IOException {
    try (BadPeer peer = new BadPeer(out -> {})) {
      assertThatThrownBy(() -> begin(peer, 100).await(SHORT))
          .isInstanceOf(HttpTimeoutException.class)
          .hasMessage("no whole answer in 300 ms");
    }
  }

  @Test
  void itWaitsAsLongAsSomethingMoves() throws IOException {
    AtomicInteger looks = new AtomicInteger();
    try (BadPeer peer = new BadPeer(out -> {})) {
      assertThatThrownBy(
              () ->
                  begin(peer, 100)
                      .await(
                          Duration.ofMillis(1),
                          () -> looks.incrementAndGet() < 5 ? Long.MAX_VALUE : Long.MIN_VALUE))
          .isInstanceOf(HttpTimeoutException.class);
    }
    assertThat(looks).hasValue(5);
  }

  @Test
  void anAnswerWithoutEndIsCutAtItsLimit() throws IOException {
    byte[] part = new byte[64 * 1024];
    try (BadPeer peer =
        new BadPeer(
            out -> {
              while (true) {
                out.write(part);
              }
            })) {
      assertThatThrownBy(() -> begin(peer, 1_000_000).await(LONG))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the answer is longer than 1,000,000 bytes");
    }
  }

  @Test
  void whoWaitsIsToldWhenItIsGivenUp() throws IOException {
    try (BadPeer peer = new BadPeer(out -> {})) {
      Exchange exchange = begin(peer, 100);
      exchange.close();

      assertThatThrownBy(() -> exchange.await(LONG)).hasMessage("given up");
    }
  }

  private Exchange begin(BadPeer peer, int mostBytes) {
    return Exchange.begin(client, HttpRequest.newBuilder(peer.uri()).build(), mostBytes);
  }
}
