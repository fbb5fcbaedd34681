package io.ringrift.dataplane.agent.fetch.bittorrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.dataplane.agent.SteppingClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TrackerTest {
  private static final String HASH = "0a".repeat(20);
  private static final String SEED = "\u007f\u0000\u0000\u0001\u001a\u00e1";

  private final SteppingClock clock = new SteppingClock(Instant.EPOCH.plus(Duration.ofDays(1)));
  private final Tracker tracker = new Tracker(clock);

  @Test
  void tellsANewcomerOfTheSeedAndOfThoseBeforeIt() throws Exception {
    tracker.open(HASH, address("127.0.0.1", 6881));

    assertThat(answer("10.0.0.2", 7000, "started")).isEqualTo(swarm(SEED, ""));
    assertThat(answer("10.0.0.3", 7001, "started"))
        .isEqualTo(swarm(SEED + "\n\u0000\u0000\u0002\u001b\u0058", ""));
  }

  @Test
  void tellsOfMembersWithLongAddressesApart() throws Exception {
    tracker.open(HASH, address("127.0.0.1", 6881));
    answer("fd00::1", 7000, "started");

    assertThat(answer("10.0.0.3", 7001, "started"))
        .isEqualTo(swarm(SEED, "\u00fd" + "\u0000".repeat(14) + "\u0001\u001b\u0058"));
  }

  @Test
  void forgetsWhoLeavesAndWhoIsSilent() throws Exception {
    tracker.open(HASH, address("127.0.0.1", 6881));
    answer("10.0.0.2", 7000, "started");
    answer("10.0.0.3", 7001, "started");
    assertThat(tracker.members(HASH)).isEqualTo(2);

    answer("10.0.0.2", 7000, "stopped");
    assertThat(tracker.members(HASH)).isEqualTo(1);

    clock.step(Tracker.GONE_AFTER.plusMillis(1));
    assertThat(tracker.members(HASH)).isZero();
  }

  @Test
  void knowsNoSwarmThatWasNotOpenedHereOrIsClosed() throws Exception {
    String unknown = "d14:failure reason30:this tracker has no such swarme";
    assertThat(answer("10.0.0.2", 7000, "started")).isEqualTo(unknown);

    tracker.open(HASH, address("127.0.0.1", 6881));
    tracker.close(HASH);

    assertThat(answer("10.0.0.2", 7000, "started")).isEqualTo(unknown);
  }

  @Test
  void readsTheInfoHashAsBytes() throws Exception {
    Announce announce =
        Announce.of(
            "info_hash=%FF%00abcdefghijklmnopqr&ip=10.9.9.9&port=6881&event=stopped",
            InetAddress.getByName("10.0.0.2"));

    assertThat(announce.infoHash()).startsWith("ff006162").hasSize(40);
    assertThat(announce.address()).isEqualTo(address("10.0.0.2", 6881));
    assertThat(announce.leaving()).isTrue();
  }

  @Test
  void refusesQuestionsThatMakeNoSense() {
    InetAddress from = InetAddress.getLoopbackAddress();
    assertThatThrownBy(() -> Announce.of(null, from)).hasMessage("info_hash is missing");
    assertThatThrownBy(() -> Announce.of("info_hash=abc&port=1", from))
        .hasMessage("info_hash has 3 bytes, allowed are 20");
    assertThatThrownBy(() -> Announce.of("info_hash=abcdefghijklmnopqrst&port=70000", from))
        .hasMessage("port is '70000', allowed is 1..65535");
  }

  private String answer(String host, int port, String event) throws Exception {
    String query = "info_hash=" + "%0A".repeat(20) + "&port=" + port + "&event=" + event;
    return new String(
        tracker.answer(Announce.of(query, InetAddress.getByName(host))),
        StandardCharsets.ISO_8859_1);
  }

  private static String swarm(String peers, String peers6) {
    return "d8:intervali5e5:peers%d:%s6:peers6%d:%se"
        .formatted(peers.length(), peers, peers6.length(), peers6);
  }

  private static InetSocketAddress address(String host, int port) throws Exception {
    return new InetSocketAddress(InetAddress.getByName(host), port);
  }
}
