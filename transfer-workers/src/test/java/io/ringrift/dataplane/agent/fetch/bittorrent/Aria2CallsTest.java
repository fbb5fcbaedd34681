package io.ringrift.dataplane.agent.fetch.bittorrent;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.dataplane.worker.call.BadPeer;
import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A program that hangs must not hold the agent's threads: without an end these would wait. */
@Timeout(60)
class Aria2CallsTest {
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofMinutes(5);

  @Test
  void anAnswerThatStopsAfterItsHeadIsGivenUp() throws IOException {
    try (BadPeer hanging = new BadPeer(out -> {})) {
      assertThatThrownBy(() -> calls(hanging, SHORT).version())
          .isInstanceOf(HttpTimeoutException.class)
          .hasMessage("no whole answer in 300 ms");
    }
  }

  @Test
  void soIsOneThatStopsInTheMiddle() throws IOException {
    byte[] begun = "{\"result\": [".getBytes(StandardCharsets.US_ASCII);
    try (BadPeer hanging = new BadPeer(out -> out.write(begun))) {
      assertThatThrownBy(() -> calls(hanging, SHORT).active())
          .isInstanceOf(HttpTimeoutException.class);
    }
  }

  @Test
  void oneWithoutEndIsCutBeforeItFillsTheMemory() throws IOException {
    byte[] part = new byte[64 * 1024];
    try (BadPeer endless =
        new BadPeer(
            out -> {
              while (true) {
                out.write(part);
              }
            })) {
      assertThatThrownBy(() -> calls(endless, LONG).active())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("the answer is longer than 16,777,216 bytes");
    }
  }

  private static Aria2Calls calls(BadPeer peer, Duration patience) {
    return new Aria2Calls(peer.uri().getPort(), "secret", patience);
  }
}
