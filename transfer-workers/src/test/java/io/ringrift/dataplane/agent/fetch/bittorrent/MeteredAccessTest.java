package io.ringrift.dataplane.agent.fetch.bittorrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class MeteredAccessTest extends MeteredAccessFixture {

  @Test
  void carriesToTheMemberThatTheTrackerNamedAndPaysForBothWays() throws Exception {
    InetSocketAddress standIn = standIn(join(HASH), HASH);

    assertThat(standIn.getAddress().isLoopbackAddress()).isTrue();
    assertThat(standIn.getPort()).isNotEqualTo(member.port());
    assertThat(say(connect(standIn), 100_000)).isEqualTo(100_000);
    assertThat(sent.moved()).isEqualTo(100_000);
    assertThat(received.moved()).isEqualTo(100_000);
  }

  @Test
  void endsAConnectionWithWhatWasSaidBeforeItsEnd() throws Exception {
    Socket socket = connect(standIn(join(HASH), HASH));
    socket.getOutputStream().write(new byte[1000]);

    socket.shutdownOutput();

    assertThat(socket.getInputStream().readAllBytes()).hasSize(1000);
  }

  @Test
  void namesAMemberByTheSameAddressWheneverItIsAsked() throws Exception {
    PeerAccess.Membership membership = join(HASH);

    assertThat(standIn(membership, HASH)).isEqualTo(standIn(membership, HASH));
  }

  @Test
  void tellsTheTrackerThePortWhereOthersReachThisNode() throws Exception {
    int port = access.open(1, () -> true);
    ask(join(HASH), HASH, false);
    assertThat(announced.get(0).address().getPort()).isEqualTo(port);

    access.close();
    access = access(4711);
    access.open(1, () -> true);
    ask(join(HASH), HASH, false);
    assertThat(announced.get(1).address().getPort()).isEqualTo(4711);
  }

  @Test
  void asksNoTrackerOfSwarmsThatThisNodeHasNoPartIn() throws Exception {
    tracker.open(OTHER_HASH, new InetSocketAddress(LOOPBACK, member.port()));

    TrackerAnswer answer = ask(join(HASH), OTHER_HASH, false);

    assertThat(answer.failure()).isEqualTo("this node has no part in such a swarm");
    assertThat(announced).isEmpty();
  }

  @Test
  void passesOnWhyATrackerDoesNotAnswer() throws Exception {
    PeerAccess.Membership membership = join(HASH);
    tracker.close(HASH);

    assertThat(ask(membership, HASH, false).failure()).isEqualTo("this tracker has no such swarm");
    trueTracker.stop(0);
    assertThat(get(membership, HASH, false).statusCode()).isEqualTo(502);
  }

  @Test
  void endsItsConnectionsWithTheSwarmAndTellsTheTrackerWhatIsSaidThen() throws Exception {
    PeerAccess.Membership membership = join(HASH);
    InetSocketAddress standIn = standIn(membership, HASH);
    Socket socket = connect(standIn);
    say(socket, 1);
    assertThat(tracker.members(HASH)).isEqualTo(1);

    membership.close();

    assertEnds(socket);
    Awaitility.await()
        .untilAsserted(
            () -> assertThatThrownBy(() -> connect(standIn)).isInstanceOf(ConnectException.class));
    assertThat(ask(membership, HASH, false).failure()).isNotNull();
    assertThat(ask(membership, HASH, true).peers()).isEmpty();
    assertThat(tracker.members(HASH)).isZero();
  }

  @Test
  void carriesOthersToTheProcessWhileItRuns() throws Exception {
    int port = access.open(member.port(), alive::get);
    assertThat(say(connect(new InetSocketAddress(LOOPBACK, port)), 5000)).isEqualTo(5000);
    assertThat(sent.moved()).isEqualTo(5000);
    assertThat(received.moved()).isEqualTo(5000);

    alive.set(false);

    assertEnds(connect(new InetSocketAddress(LOOPBACK, port)));
    try (EchoServer next = new EchoServer()) {
      assertThat(access.open(next.port(), () -> true)).isEqualTo(port);
      assertThat(say(connect(new InetSocketAddress(LOOPBACK, port)), 10)).isEqualTo(10);
    }
  }

  @Test
  void doesNotCarryToItself() throws Exception {
    PeerAccess.Membership membership = join(HASH);
    InetSocketAddress standIn = standIn(membership, HASH);
    tracker.open(HASH, standIn);

    assertThat(ask(membership, HASH, false).peers()).isEmpty();
  }

  @Test
  void showsAMemberByTheSameAddressWhicheverSideConnects() throws Exception {
    InetSocketAddress standIn = standIn(join(HASH), HASH);
    int port = access.open(member.port(), alive::get);
    member.callers().clear();

    say(connect(new InetSocketAddress(LOOPBACK, port)), 1);

    assertThat(member.callers()).containsExactly(standIn.getAddress());
    MemberAddresses addresses = new MemberAddresses();
    assertThat(addresses.of(InetAddress.getByName("10.0.0.1")))
        .isEqualTo(addresses.of(InetAddress.getByName("10.0.0.1")))
        .isNotEqualTo(addresses.of(InetAddress.getByName("10.0.0.2")));
  }
}
