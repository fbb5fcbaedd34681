package io.ringrift.dataplane.agent.fetch.bittorrent;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One torrent that one life of {@code aria2c} has to do with. Whether it has is never in doubt:
 * where the program doesn't say so, it is ended, which costs little, since it has nothing to save.
 *
 * @param gid its number there
 */
record Torrent(Aria2.Session session, String gid) {
  private static final Logger LOG = LoggerFactory.getLogger(Torrent.class);
  private static final long END_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long LOOK_MILLIS = 50;

  /**
   * Begins to fetch or to seed.
   *
   * @param options of {@code aria2c}, for this torrent alone
   * @throws IOException if it has not begun
   */
  static Torrent begin(Aria2.Session session, byte[] torrent, Map<String, String> options)
      throws IOException, InterruptedException {
    try {
      return new Torrent(session, session.calls().add(torrent, options));
    } catch (Aria2Calls.RefusedException e) {
      throw e;
    } catch (IOException | InterruptedException e) {
      // It may have begun, under a number that nobody knows.
      session.kill();
      throw e;
    }
  }

  SwarmStatus status() throws IOException, InterruptedException {
    return session.calls().status(gid);
  }

  /** When this returns, {@code aria2c} has let go of the file; also of a thread being stopped. */
  void end() {
    boolean interrupted = Thread.interrupted();
    boolean ended = false;
    try {
      ended = removed();
    } catch (InterruptedException e) {
      interrupted = true;
    } catch (IOException e) {
      LOG.debug("aria2c did not remove {}: {}", gid, e.toString());
    }
    if (!ended && session.alive()) {
      LOG.warn("aria2c doesn't say that it has ended {}: it is killed", gid);
      session.kill();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean removed() throws IOException, InterruptedException {
    if (status().active()) {
      try {
        session.calls().remove(gid);
      } catch (Aria2Calls.RefusedException e) {
        LOG.debug("{} may have ended just now: {}", gid, e.toString());
      }
    }
    long end = System.nanoTime() + END_NANOS;
    boolean active = status().active();
    while (active && System.nanoTime() < end) {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      active = status().active();
    }
    return !active;
  }
}
