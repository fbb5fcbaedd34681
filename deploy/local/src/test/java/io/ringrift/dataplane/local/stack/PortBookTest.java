package io.ringrift.dataplane.local.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.dataplane.embedded.process.StartupException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortBookTest {
  @TempDir private Path folder;

  @Test
  void givesTheSamePortsAfterARestart() {
    PortBook first = new PortBook(folder.resolve("ports.properties"));
    int broker = first.port("broker");
    int registry = first.port("registry");
    first.save();

    PortBook second = new PortBook(folder.resolve("ports.properties"));

    assertThat(second.port("broker")).isEqualTo(broker);
    assertThat(second.port("registry")).isEqualTo(registry).isNotEqualTo(broker);
  }

  @Test
  void saysWhosePortIsInUse() throws IOException {
    PortBook first = new PortBook(folder.resolve("ports.properties"));
    int broker = first.port("broker");
    first.save();

    try (ServerSocket taken = new ServerSocket(broker, 1, InetAddress.getLoopbackAddress())) {
      assertThat(taken.isBound()).isTrue();
      assertThatThrownBy(() -> new PortBook(folder.resolve("ports.properties")).port("broker"))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("port " + broker + " of the broker is in use");
    }
  }
}
