package io.ringrift.dataplane.agent.fetch.bittorrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.ringrift.dataplane.agent.limit.Bandwidth;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With sockets that say back what they hear, in the place of {@code aria2c} and of members. */
@Timeout(60)
class MeteredAccessTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  private static final String HASH = "0a".repeat(20);
  private static final String OTHER_HASH = "0b".repeat(20);
  private static final int CONNECTIONS = 64;

  private final Bandwidth sent = new Bandwidth(100_000_000);
  private final Bandwidth received = Bandwidth.unlimited();
  private final Tracker tracker = new Tracker(Clock.systemUTC());
  private final List<Announce> announced = new CopyOnWriteArrayList<>();
  private final AtomicBoolean alive = new AtomicBoolean(true);
  private final List<Socket> sockets = new ArrayList<>();
  private EchoServer member;
  private HttpServer trueTracker;
  private MeteredAccess access;

  @BeforeEach
  void start() throws IOException {
    member = new EchoServer();
    trueTracker = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 0);
    trueTracker.createContext(
        "/v1/announce",
        exchange -> {
          Announce announce =
              Announce.of(
                  exchange.getRequestURI().getRawQuery(), exchange.getRemoteAddress().getAddress());
          announced.add(announce);
          byte[] answer = tracker.answer(announce);
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    trueTracker.start();
    tracker.open(HASH, new InetSocketAddress(LOOPBACK, member.port()));
    access = access(0);
  }

  @AfterEach
  void stop() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    access.close();
    trueTracker.stop(0);
    member.close();
  }

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

  private MeteredAccess access(int externalPort) {
    return new MeteredAccess(new InetSocketAddress(LOOPBACK, 0), externalPort, sent, received);
  }

  private PeerAccess.Membership join(String infoHash) throws IOException {
    URI announce =
        URI.create("http://127.0.0.1:" + trueTracker.getAddress().getPort() + "/v1/announce");
    return access.join(infoHash, announce, () -> 4);
  }

  private InetSocketAddress standIn(PeerAccess.Membership membership, String infoHash)
      throws Exception {
    TrackerAnswer answer = ask(membership, infoHash, false);
    assertThat(answer.failure()).isNull();
    assertThat(answer.peers()).hasSize(1);
    return answer.peers().get(0);
  }

  /** As aria2c does. */
  private static TrackerAnswer ask(
      PeerAccess.Membership membership, String infoHash, boolean leaving) throws Exception {
    return TrackerAnswer.of(get(membership, infoHash, leaving).body());
  }

  private static HttpResponse<byte[]> get(
      PeerAccess.Membership membership, String infoHash, boolean leaving) throws Exception {
    String query =
        new Announce(infoHash, new InetSocketAddress(LOOPBACK, 9), leaving).query(23_456);
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(membership.announce() + "?" + query)).build(),
            HttpResponse.BodyHandlers.ofByteArray());
  }

  private Socket connect(InetSocketAddress to) throws IOException {
    Socket socket = new Socket(to.getAddress(), to.getPort());
    sockets.add(socket);
    return socket;
  }

  /** Returns how many bytes were said back. */
  private static int say(Socket socket, int bytes) throws IOException {
    socket.getOutputStream().write(new byte[bytes]);
    return socket.getInputStream().readNBytes(bytes).length;
  }

  private static void assertEnds(Socket socket) {
    try {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    } catch (SocketException e) {
      assertThat(e).hasMessageContaining("reset");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
