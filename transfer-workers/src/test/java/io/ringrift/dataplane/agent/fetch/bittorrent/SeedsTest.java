package io.ringrift.dataplane.agent.fetch.bittorrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ringrift.dataplane.agent.limit.Bandwidth;
import io.ringrift.dataplane.agent.program.Program;
import io.ringrift.dataplane.agent.source.FileStamp;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With the real program. */
@Timeout(120)
class SeedsTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @TempDir private Path folder;

  private final Tracker tracker = new Tracker(Clock.systemUTC());
  private volatile boolean resolves = true;
  private Path file;
  private Metainfo metainfo;
  private Aria2 aria2;
  private Seeds seeds;

  @BeforeEach
  void start() throws Exception {
    Aria2Program.require();
    file = Files.write(folder.resolve("file"), new byte[100]);
    try (FileChannel channel = FileChannel.open(file)) {
      metainfo = Metainfo.of(channel, "ab".repeat(32), 100, read -> {});
    }
    PeerAccess access = new DirectAccess(new InetSocketAddress(LOOPBACK, 0), Bandwidth.unlimited());
    aria2 = new Aria2(Program.of("aria2c"), access, folder.resolve("own"));
    seeds =
        new Seeds(
            aria2,
            tracker,
            folder.resolve("seeds"),
            this::address,
            access,
            0,
            Duration.ofMinutes(1));
    seeds.start();
  }

  @AfterEach
  void stop() {
    if (aria2 != null) {
      seeds.close();
      aria2.close();
    }
  }

  @Test
  void aSeedIsTrackedAtThePortOfTheNewProcessWhenTheOldOneWasKilled() throws Exception {
    open();
    Aria2.Session first = aria2.session();
    assertThat(seedOf(tracker, metainfo)).isEqualTo(first.peerPort());

    first.process().destroyForcibly().waitFor();

    Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> seedOf(tracker, metainfo) != first.peerPort());
    assertThat(seedOf(tracker, metainfo)).isEqualTo(aria2.session().peerPort());
    assertThat(aria2.session().calls().active()).hasSize(1);
  }

  @Test
  void whatCouldNotBeGivenLeavesNothing() throws Exception {
    resolves = false;
    assertThatThrownBy(this::open).isInstanceOf(UnknownHostException.class);
    assertThat(seeds.active()).isZero();
    assertThat(folder.resolve("seeds")).isEmptyDirectory();
    assertThat(aria2.session().calls().active()).isEmpty();

    resolves = true;
    open();

    assertThat(seeds.active()).isEqualTo(1);
    assertThat(aria2.session().calls().active()).hasSize(1);
  }

  @Test
  void whatIsGivenUpCanBeFetchedAnew() throws Exception {
    open();

    seeds.giveUp(metainfo.infoHash());

    assertThat(seeds.active()).isZero();
    Path again = Files.createDirectories(folder.resolve("again"));
    Torrent fetch =
        Torrent.begin(aria2.session(), metainfo.torrent(null), Map.of("dir", again.toString()));
    assertThat(fetch.status().active()).isTrue();
    fetch.end();
    assertThat(fetch.status().active()).isFalse();
    assertThat(aria2.running()).as("it did as it was told").isNotNull();
  }

  private void open() throws Exception {
    seeds.open(metainfo, file, FileStamp.of(Files.readAttributes(file, BasicFileAttributes.class)));
  }

  private InetAddress address() throws UnknownHostException {
    if (!resolves) {
      throw new UnknownHostException("gpu-9");
    }
    return LOOPBACK;
  }

  /** The port that a newcomer is told. */
  private static int seedOf(Tracker tracker, Metainfo metainfo) {
    Announce leaving = new Announce(metainfo.infoHash(), new InetSocketAddress(LOOPBACK, 1), true);
    String answer = new String(tracker.answer(leaving), StandardCharsets.ISO_8859_1);
    int port = answer.indexOf("5:peers6:") + "5:peers6:".length() + 4;
    return answer.charAt(port) << 8 | answer.charAt(port + 1);
  }
}
