package io.ringrift.dataplane.embedded.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PortsTest {

  @Test
  void freePortsLieBelowThoseOfOutgoingConnections() {
    assertThat(Ports.free()).isBetween(20_000, 32_767);
    assertThat(Ports.choose(0, "broker")).isBetween(20_000, 32_767);
  }

  /** A broker takes two before it binds them; of 600 at random out of 12,768 some are equal. */
  @Test
  void givesNoPortTwiceInARow() {
    assertThat(Stream.generate(Ports::free).limit(600)).doesNotHaveDuplicates();
  }

  @Test
  void keepsTheWantedPortWhenItIsFree() {
    int port = Ports.free();

    assertThat(Ports.choose(port, "broker")).isEqualTo(port);
  }

  @Test
  void namesTheOwnerAndThePortThatIsTaken() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> Ports.choose(taken.getLocalPort(), "registry"))
          .isInstanceOf(StartupException.class)
          .hasMessageContaining("port " + taken.getLocalPort() + " of the registry is in use");
    }
  }

  @Test
  void refusesPortsThatDoNotExist() {
    assertThatThrownBy(() -> Ports.choose(70_000, "broker"))
        .isInstanceOf(StartupException.class)
        .hasMessageContainingAll("70000", "1..65535");
  }
}
