package io.ringrift.dataplane.agent.fetch.bittorrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.ringrift.dataplane.agent.limit.Bandwidth;
import io.ringrift.dataplane.agent.program.Program;
import io.ringrift.dataplane.agent.source.FileStamp;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With the real program. */
@Timeout(120)
class SeedsTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  @TempDir private Path folder;

  @Test
  void aSeedIsTrackedAtThePortOfTheNewProcessWhenTheOldOneWasKilled() throws Exception {
    Aria2Program.require();
    Tracker tracker = new Tracker(Clock.systemUTC());
    Path file = Files.write(folder.resolve("file"), new byte[100]);
    Metainfo metainfo;
    try (FileChannel channel = FileChannel.open(file)) {
      metainfo = Metainfo.of(channel, "ab".repeat(32), 100, read -> {});
    }
    try (Aria2 aria2 =
            new Aria2(
                Program.of("aria2c"),
                new InetSocketAddress(LOOPBACK, 0),
                folder.resolve("own"),
                0);
        Seeds seeds =
            new Seeds(
                aria2,
                tracker,
                folder.resolve("seeds"),
                () -> LOOPBACK,
                0,
                Bandwidth.unlimited(),
                Duration.ofMinutes(1))) {
      seeds.start();
      seeds.open(
          metainfo, file, FileStamp.of(Files.readAttributes(file, BasicFileAttributes.class)));
      Aria2.Session first = aria2.session();
      assertThat(seedOf(tracker, metainfo)).isEqualTo(first.peerPort());

      first.process().destroyForcibly().waitFor();

      Awaitility.await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> seedOf(tracker, metainfo) != first.peerPort());
      assertThat(seedOf(tracker, metainfo)).isEqualTo(aria2.session().peerPort());
      assertThat(aria2.session().calls().active()).hasSize(1);
    }
  }

  /** The port that a newcomer is told. */
  private static int seedOf(Tracker tracker, Metainfo metainfo) {
    Announce leaving = new Announce(metainfo.infoHash(), new InetSocketAddress(LOOPBACK, 1), true);
    String answer = new String(tracker.answer(leaving), StandardCharsets.ISO_8859_1);
    int port = answer.indexOf("5:peers6:") + "5:peers6:".length() + 4;
    return answer.charAt(port) << 8 | answer.charAt(port + 1);
  }
}
