package io.ringrift.dataplane.agent.fetch.bittorrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.ringrift.dataplane.agent.limit.Bandwidth;
import io.ringrift.dataplane.agent.program.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With the real program. */
@Timeout(120)
class Aria2Test {
  private static final InetSocketAddress LOOPBACK =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final PeerAccess ANY = new DirectAccess(LOOPBACK, Bandwidth.unlimited());
  private static final int BYTES = 5 * Metainfo.PIECE_BYTES + 77;

  @TempDir Path folder;
  private Aria2 one;
  private Aria2 other;

  @BeforeEach
  void start() {
    Aria2Program.require();
    one = new Aria2(Program.of("aria2c"), ANY, folder.resolve("one"));
    other = new Aria2(Program.of("aria2c"), ANY, folder.resolve("other"));
  }

  @AfterEach
  void stop() {
    if (one != null) {
      one.close();
      other.close();
    }
  }

  @Test
  void aSwarmOfOurMetainfoAndTrackerBringsTheFile() throws Exception {
    Path file = content();
    Metainfo metainfo = metainfo(file);
    Tracker tracker = new Tracker(Clock.systemUTC());
    HttpServer http = serve(tracker);
    try {
      Aria2.Session seeder = one.session();
      seeder
          .calls()
          .add(
              metainfo.torrent(null),
              Map.of(
                  "dir",
                  folder.toString(),
                  "index-out",
                  "1=file",
                  "bt-seed-unverified",
                  "true",
                  // Or it leaves once it has sent as much as the file has, arrived or not.
                  "seed-ratio",
                  "0.0"));
      tracker.open(
          metainfo.infoHash(),
          new InetSocketAddress(InetAddress.getLoopbackAddress(), seeder.peerPort()));
      URI announce = URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/v1/announce");

      Aria2Calls leecher = other.session().calls();
      String gid =
          leecher.add(
              metainfo.torrent(announce),
              Map.of("dir", folder.toString(), "index-out", "1=copy", "check-integrity", "true"));
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> leecher.status(gid).whole() && leecher.status(gid).peers() >= 0);

      assertThat(folder.resolve("copy")).hasSameBinaryContentAs(file);
      assertThat(leecher.status(gid).pieces().cardinality()).isEqualTo(6);
      assertThat(tracker.members(metainfo.infoHash())).isEqualTo(1);
      assertThat(seeder.calls().active())
          .singleElement()
          .satisfies(seed -> assertThat(seed.sentBytes()).isGreaterThanOrEqualTo(BYTES));
    } finally {
      http.stop(0);
    }
  }

  @Test
  void aProcessThatWasKilledIsStartedAgain() throws Exception {
    Aria2.Session first = one.session();
    assertThat(one.session()).isSameAs(first);

    first.process().destroyForcibly().waitFor();
    Aria2.Session second = one.session();

    assertThat(second.process().pid()).isNotEqualTo(first.process().pid());
    assertThat(second.calls().active()).isEmpty();
  }

  @Test
  void aPortThatSomebodyTookMeanwhileIsNoReasonNotToStart() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path late = folder.resolve("late-aria2c");
      // The first start finds its port taken, as if another process had been faster.
      Files.writeString(
          late,
          """
          #!/bin/sh
          conf="${1#--conf-path=}"
          if [ -f "$conf" ] && mkdir '%s/started' 2>/dev/null; then
            sed -i 's/^rpc-listen-port=.*/rpc-listen-port=%d/' "$conf"
          fi
          exec aria2c "$@"
          """
              .formatted(folder, taken.getLocalPort()));
      assertThat(late.toFile().setExecutable(true)).isTrue();
      try (Aria2 aria2 = new Aria2(Program.of(late.toString()), ANY, folder.resolve("late"))) {
        assertThat(aria2.session().alive()).isTrue();
        assertThat(folder.resolve("started")).isDirectory();
      }
    }
  }

  @Test
  void itEndsWithItsOwner() throws Exception {
    Aria2.Session session = one.session();

    one.close();

    assertThat(session.process().waitFor()).isNotNegative();
    assertThatThrownBy(one::session).hasMessage("the agent is shutting down");
  }

  @Test
  void itsSecretIsInAFileThatOnlyThisUserReads() throws Exception {
    Aria2.Session session = one.session();
    Path settings = folder.resolve("one/aria2.conf");
    String secret =
        Files.readAllLines(settings).stream()
            .filter(line -> line.startsWith("rpc-secret="))
            .findFirst()
            .orElseThrow()
            .substring("rpc-secret=".length());

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(settings)))
        .isEqualTo("rw-------");
    assertThat(session.process().info().commandLine().orElse("")).doesNotContain(secret);
  }

  @Test
  void ordersWithoutTheSecretAreRefused() throws Exception {
    one.session();
    int port =
        Files.readAllLines(folder.resolve("one/aria2.conf")).stream()
            .filter(line -> line.startsWith("rpc-listen-port="))
            .map(line -> Integer.parseInt(line.substring("rpc-listen-port=".length())))
            .findFirst()
            .orElseThrow();

    assertThatThrownBy(() -> new Aria2Calls(port, "guessed").version())
        .isInstanceOf(Aria2Calls.RefusedException.class)
        .hasMessageContaining("Unauthorized");
  }

  @Test
  void saysWhatTheProgramSaysWhenItDoesNotStart() throws Exception {
    Path script = folder.resolve("aria2c");
    Files.writeString(
        script, "#!/bin/sh\n[ $1 = --version ] && echo version 1 || echo no such library\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    Aria2 broken = new Aria2(Program.of(script.toString()), ANY, folder.resolve("broken"));

    assertThatThrownBy(broken::session)
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(script + " doesn't answer: ")
        .hasMessageEndingWith("it says: no such library");
  }

  @Test
  void saysThatTheProgramIsMissing() {
    Aria2 missing = new Aria2(Program.of("aria2c-not-there"), ANY, folder);

    assertThatThrownBy(missing::session)
        .isInstanceOf(IOException.class)
        .hasMessage("aria2c-not-there is not installed: it is not on the agent's PATH");
  }

  private Path content() throws IOException {
    byte[] content = new byte[BYTES];
    new Random(1).nextBytes(content);
    return Files.write(folder.resolve("file"), content);
  }

  private static Metainfo metainfo(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return Metainfo.of(channel, "ab".repeat(32), BYTES, read -> {});
    }
  }

  private static HttpServer serve(Tracker tracker) throws IOException {
    HttpServer http = HttpServer.create(LOOPBACK, 0);
    http.createContext(
        "/v1/announce",
        exchange -> {
          byte[] answer =
              tracker.answer(
                  Announce.of(
                      exchange.getRequestURI().getRawQuery(),
                      exchange.getRemoteAddress().getAddress()));
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    http.start();
    return http;
  }
}
