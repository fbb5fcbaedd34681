package io.ringrift.dataplane.agent.fetch.bittorrent;

import io.ringrift.dataplane.agent.fetch.FailureCode;
import io.ringrift.dataplane.agent.fetch.FetchFailure;
import io.ringrift.dataplane.agent.fetch.FetchTask;
import io.ringrift.dataplane.agent.fetch.PartialFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt to fetch a file from a swarm. {@code aria2c} writes into the partial file itself;
 * pieces whose hash was right are told to it as they come. What lies there from before is verified
 * by {@code aria2c} first, so nothing is lost with the process, nor with another transport.
 */
final class SwarmFetch {
  private static final Logger LOG = LoggerFactory.getLogger(SwarmFetch.class);

  private static final int RESTARTS = 3;
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);

  /** Of {@code aria2c}: "if there was not enough disk space available". */
  private static final String NO_SPACE = "9 ";

  private final FetchTask task;
  private final Metainfo metainfo;
  private final URI announce;
  private final Aria2 aria2;
  private final Duration patience;
  private final long bytesPerSecond;
  private final BitSet finished;

  private long lastCompleted;
  private long lastVerified;
  private long lastMovedNanos;

  /**
   * @param announce where {@code aria2c} asks for members
   * @param bytesPerSecond limit of this fetch, kept as a mean over some seconds; 0: none
   */
  SwarmFetch(
      FetchTask task,
      Metainfo metainfo,
      URI announce,
      Aria2 aria2,
      Duration patience,
      long bytesPerSecond) {
    this.task = task;
    this.metainfo = metainfo;
    this.announce = announce;
    this.aria2 = aria2;
    this.patience = patience;
    this.bytesPerSecond = bytesPerSecond;
    this.finished = task.partial().missing();
    finished.flip(0, chunks());
  }

  void run() throws FetchFailure, InterruptedException {
    for (int start = 0; ; start++) {
      Aria2.Session session = null;
      try {
        session = aria2.session();
        fetch(session);
        return;
      } catch (IOException e) {
        task.throwIfCancelled();
        if (start == RESTARTS || session == null || session.alive()) {
          throw new FetchFailure(FailureCode.PROGRAM_FAILED, "aria2c: " + e.getMessage());
        }
        LOG.warn("aria2c ended while it fetched {}; going on", task.order().name().itemId());
      }
    }
  }

  private void fetch(Aria2.Session session) throws IOException, FetchFailure, InterruptedException {
    Path file = task.partial().path();
    // Without it and with check-integrity, every piece that is there is verified and kept.
    Files.deleteIfExists(control(file));
    // What is there from before is known once it was verified; of an empty file, at once.
    lastCompleted = Files.size(file) == 0 ? 0 : -1;
    Torrent torrent =
        Torrent.begin(
            session,
            metainfo.torrent(announce),
            Map.of(
                "dir",
                file.getParent().toString(),
                "index-out",
                "1=" + file.getFileName(),
                "check-integrity",
                "true",
                "seed-time",
                "0",
                "max-download-limit",
                Long.toString(bytesPerSecond)));
    try {
      follow(torrent);
    } finally {
      // The file is used by others next.
      torrent.end();
      Files.deleteIfExists(control(file));
    }
  }

  private void follow(Torrent torrent) throws IOException, FetchFailure, InterruptedException {
    lastMovedNanos = System.nanoTime();
    while (true) {
      SwarmStatus status = torrent.status();
      long looked = System.nanoTime();
      refuseError(status);
      count(status, looked);
      finish(status);
      if (status.whole()) {
        return;
      }
      refuseSilence(status, looked);
      TimeUnit.NANOSECONDS.sleep(LOOK_NANOS);
      task.throwIfCancelled();
    }
  }

  /** Bytes that came since the last look; all of a file may, and then it isn't active any more. */
  private void count(SwarmStatus status, long now) throws InterruptedException {
    if (status.verifying() || !(status.active() || status.whole())) {
      lastMovedNanos = now;
      // What rsync left may be much of the file, and counts as nothing that has come.
      task.prepared(Math.max(0, status.verifiedBytes() - lastVerified));
      lastVerified = status.verifiedBytes();
      return;
    }
    long came = lastCompleted < 0 ? 0 : Math.max(0, status.completedBytes() - lastCompleted);
    lastCompleted = status.completedBytes();
    if (came > 0) {
      lastMovedNanos = now;
      task.partial().arrived(came);
      task.moved(came);
    }
  }

  /** Tells the partial file of chunks all of whose pieces are there. */
  private void finish(SwarmStatus status) throws IOException {
    if (status.verifying()) {
      return;
    }
    BitSet pieces = status.pieces();
    int each = PartialFile.CHUNK_BYTES / Metainfo.PIECE_BYTES;
    int last = Math.toIntExact((metainfo.sizeBytes() - 1) / Metainfo.PIECE_BYTES);
    for (int chunk = finished.nextClearBit(0);
        chunk < chunks();
        chunk = finished.nextClearBit(chunk + 1)) {
      if (pieces.nextClearBit(chunk * each) > Math.min(last, (chunk + 1) * each - 1)) {
        task.partial().finish(chunk, false);
        finished.set(chunk);
      }
    }
  }

  private int chunks() {
    return Math.toIntExact(
        (metainfo.sizeBytes() + PartialFile.CHUNK_BYTES - 1) / PartialFile.CHUNK_BYTES);
  }

  private static void refuseError(SwarmStatus status) throws FetchFailure {
    if (status.error() != null) {
      throw new FetchFailure(
          status.error().startsWith(NO_SPACE) ? FailureCode.DISK_FULL : FailureCode.PROGRAM_FAILED,
          "aria2c says: " + status.error());
    }
  }

  private void refuseSilence(SwarmStatus status, long now) throws FetchFailure {
    if (now - lastMovedNanos > patience.toNanos()) {
      throw status.peers() == 0
          ? new FetchFailure(
              FailureCode.UNREACHABLE,
              "no member of the swarm of %s could be reached for %s"
                  .formatted(task.order().peerNode(), patience))
          : new FetchFailure(
              FailureCode.STALLED,
              "%d members of the swarm of %s sent nothing for %s"
                  .formatted(status.peers(), task.order().peerNode(), patience));
    }
  }

  private static Path control(Path file) {
    return file.resolveSibling(file.getFileName() + ".aria2");
  }
}
