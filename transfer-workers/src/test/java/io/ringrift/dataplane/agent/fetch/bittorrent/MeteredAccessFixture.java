package io.ringrift.dataplane.agent.fetch.bittorrent;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.ringrift.dataplane.agent.limit.Bandwidth;
import java.io.IOException;
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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** With sockets that say back what they hear, in the place of {@code aria2c} and of members. */
@Timeout(60)
abstract class MeteredAccessFixture {
  static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
  static final String HASH = "0a".repeat(20);
  static final String OTHER_HASH = "0b".repeat(20);
  static final int CONNECTIONS = 64;

  final Bandwidth sent = new Bandwidth(100_000_000);
  final Bandwidth received = Bandwidth.unlimited();
  final Tracker tracker = new Tracker(Clock.systemUTC());
  final List<Announce> announced = new CopyOnWriteArrayList<>();
  final AtomicBoolean alive = new AtomicBoolean(true);
  final List<Socket> sockets = new ArrayList<>();
  EchoServer member;
  HttpServer trueTracker;
  MeteredAccess access;

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

  MeteredAccess access(int externalPort) {
    return new MeteredAccess(new InetSocketAddress(LOOPBACK, 0), externalPort, sent, received);
  }

  PeerAccess.Membership join(String infoHash) throws IOException {
    return access.fetch(infoHash, announce(), () -> 4);
  }

  URI announce() {
    return URI.create("http://127.0.0.1:" + trueTracker.getAddress().getPort() + "/v1/announce");
  }

  InetSocketAddress standIn(PeerAccess.Membership membership, String infoHash) throws Exception {
    TrackerAnswer answer = ask(membership, infoHash, false);
    assertThat(answer.failure()).isNull();
    assertThat(answer.peers()).hasSize(1);
    return answer.peers().get(0);
  }

  /** As aria2c does. */
  static TrackerAnswer ask(PeerAccess.Membership membership, String infoHash, boolean leaving)
      throws Exception {
    return TrackerAnswer.of(get(membership, infoHash, leaving).body());
  }

  static HttpResponse<byte[]> get(
      PeerAccess.Membership membership, String infoHash, boolean leaving) throws Exception {
    String query =
        new Announce(infoHash, new InetSocketAddress(LOOPBACK, 9), leaving).query(23_456);
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(membership.announce() + "?" + query)).build(),
            HttpResponse.BodyHandlers.ofByteArray());
  }

  Socket connect(InetSocketAddress to) throws IOException {
    Socket socket = new Socket(to.getAddress(), to.getPort());
    sockets.add(socket);
    return socket;
  }

  /** Returns how many bytes were said back. */
  static int say(Socket socket, int bytes) throws IOException {
    socket.getOutputStream().write(new byte[bytes]);
    return socket.getInputStream().readNBytes(bytes).length;
  }

  static void assertEnds(Socket socket) {
    try {
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    } catch (SocketException e) {
      assertThat(e).hasMessageContaining("reset");
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
