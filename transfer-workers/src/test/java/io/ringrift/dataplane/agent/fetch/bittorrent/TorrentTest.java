package io.ringrift.dataplane.agent.fetch.bittorrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process that takes no orders any more, and may still write. */
@Timeout(60)
class TorrentTest {
  private Aria2.Session deaf;

  @BeforeEach
  void start() throws IOException {
    int closedPort;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      closedPort = free.getLocalPort();
    }
    Process process = new ProcessBuilder("sleep", "600").start();
    deaf = new Aria2.Session(process, new Aria2Calls(closedPort, "secret"), 1);
  }

  @AfterEach
  void stop() {
    deaf.kill();
  }

  @Test
  void isEndedWithTheProcessIfThatDoesNotSaySo() {
    new Torrent(deaf, "1").end();

    assertThat(deaf.alive()).isFalse();
  }

  @Test
  void isEndedAlsoForAThreadThatIsBeingStopped() {
    Thread.currentThread().interrupt();

    new Torrent(deaf, "1").end();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(deaf.alive()).isFalse();
  }

  @Test
  void hasNotBegunIfItsNumberIsUnknown() {
    assertThatThrownBy(() -> Torrent.begin(deaf, new byte[1], Map.of()))
        .isInstanceOf(IOException.class);

    assertThat(deaf.alive()).isFalse();
  }
}
