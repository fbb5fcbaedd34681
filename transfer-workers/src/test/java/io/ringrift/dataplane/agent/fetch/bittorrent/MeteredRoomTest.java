package io.ringrift.dataplane.agent.fetch.bittorrent;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What one sort of connection or question takes leaves room for the others. */
class MeteredRoomTest extends MeteredAccessFixture {

  @Test
  void hasRoomForSoManyThatConnect() throws Exception {
    InetSocketAddress door =
        new InetSocketAddress(LOOPBACK, access.open(member.port(), alive::get));
    for (int i = 0; i < CONNECTIONS; i++) {
      assertThat(say(connect(door), 1)).isEqualTo(1);
    }

    assertEnds(connect(door));

    assertThat(say(connect(standIn(join(HASH), HASH)), 1)).as("the other way").isEqualTo(1);
    sockets.get(0).close();
    Awaitility.await()
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(say(connect(door), 1)).isEqualTo(1));
  }

  @Test
  void whatIsHandedOnKeepsNoFetchFromItsSource() throws Exception {
    tracker.open(OTHER_HASH, new InetSocketAddress(LOOPBACK, member.port()));
    InetSocketAddress receiver = standIn(access.give(OTHER_HASH, announce()), OTHER_HASH);
    for (int i = 0; i < CONNECTIONS; i++) {
      assertThat(say(connect(receiver), 1)).isEqualTo(1);
    }

    assertEnds(connect(receiver));

    assertThat(say(connect(standIn(join(HASH), HASH)), 1)).isEqualTo(1);
  }

  @Test
  void trackersThatDoNotAnswerKeepNoneOfThoseThatDoWaiting() throws Exception {
    try (ServerSocket dark = new ServerSocket(0, 100, LOOPBACK)) {
      URI silent = URI.create("http://127.0.0.1:" + dark.getLocalPort() + "/v1/announce");
      PeerAccess.Membership dead = access.give(OTHER_HASH, silent);
      PeerAccess.Membership sound = join(HASH);
      List<CompletableFuture<Integer>> asked = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        asked.add(
            CompletableFuture.supplyAsync(() -> status(dead), task -> new Thread(task).start()));
      }

      // All but those that the host may be asked at once are told so at once.
      Awaitility.await()
          .until(() -> asked.stream().filter(CompletableFuture::isDone).count() >= 36);
      assertThat(ask(sound, HASH, false).peers()).hasSize(1);
      assertThat(asked).filteredOn(CompletableFuture::isDone).hasSize(36);
    }
  }

  private static int status(PeerAccess.Membership membership) {
    try {
      return get(membership, OTHER_HASH, false).statusCode();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
