package io.ringrift.dataplane.agent.fetch.bittorrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrackerAnswerTest {
  @Test
  void isReadAsItWasWritten() throws Exception {
    TrackerAnswer members =
        new TrackerAnswer(
            null,
            5,
            List.of(address("10.0.0.2", 65_535), address("10.0.0.3", 1), address("fd00::1", 256)));

    assertThat(TrackerAnswer.of(members.bencoded())).isEqualTo(members);
    TrackerAnswer failure = TrackerAnswer.failed("no such swarm");
    assertThat(TrackerAnswer.of(failure.bencoded())).isEqualTo(failure);
  }

  @Test
  void hasNoPeersOfAFamilyThatIsNotNamed() throws Exception {
    assertThat(read("d8:intervali60ee").peers()).isEmpty();
  }

  @Test
  void isRefusedWhereItMakesNoSense() {
    assertThatThrownBy(() -> read("")).hasMessage("a tracker's answer ends after 0 bytes");
    assertThatThrownBy(() -> read("<html>"))
        .hasMessage("a tracker's answer makes no sense at byte 0");
    assertThatThrownBy(() -> read("d8:intervali5e5:peers12:abcdee"))
        .hasMessage("a tracker's answer makes no sense at byte 24");
    assertThatThrownBy(() -> read("d8:intervali5e5:peers7:abcdefge"))
        .hasMessage("a list of peers has 7 bytes, allowed are multiples of 6");
    assertThatThrownBy(() -> read("d8:intervali-5ee"))
        .hasMessage("a tracker's answer has '-5' for a number");
    assertThatThrownBy(() -> read("d5:peers0:e"))
        .hasMessage("a tracker's answer has '' for a number");
    assertThatThrownBy(() -> read("d99999999999999999999:e"))
        .hasMessage("a tracker's answer has '99999999999999999999' for a number");
    assertThatThrownBy(() -> read("d5:peersli1eee")).isInstanceOf(IOException.class);
  }

  private static TrackerAnswer read(String bencoded) throws IOException {
    return TrackerAnswer.of(bencoded.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static InetSocketAddress address(String host, int port) throws Exception {
    return new InetSocketAddress(InetAddress.getByName(host), port);
  }
}
