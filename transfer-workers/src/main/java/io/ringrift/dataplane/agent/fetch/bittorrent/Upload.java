package io.ringrift.dataplane.agent.fetch.bittorrent;

import io.ringrift.dataplane.agent.fetch.PullPriority;
import io.ringrift.dataplane.agent.limit.Bandwidth;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Keeps what {@code aria2c} sends, of all torrents together, to the limit of all that is sent. */
final class Upload {
  private final Bandwidth sent;
  private final Pace pace;
  private Map<String, Long> before = new HashMap<>();
  private Aria2.Session session;
  private long lookedNanos = System.nanoTime();

  Upload(Bandwidth sent) {
    this.sent = sent;
    this.pace = new Pace(sent.bytesPerSecond());
  }

  /**
   * Pays for what was sent since the last call, which may take a while.
   *
   * @param now the running process; null: none
   */
  void pay(Aria2.Session now, List<SwarmStatus> active) throws IOException, InterruptedException {
    long looked = System.nanoTime();
    long bytes = bytesSince(now, active);
    for (long left = bytes; left > 0; ) {
      left -= sent.take((int) Math.min(left, Integer.MAX_VALUE), PullPriority.NORMAL.weight());
    }
    if (pace.paid(bytes, looked - lookedNanos, System.nanoTime() - looked) && now != null) {
      now.calls().limitSent(pace.limit());
    }
    lookedNanos = looked;
  }

  private long bytesSince(Aria2.Session now, List<SwarmStatus> active) {
    if (now != session) {
      session = now;
      before = new HashMap<>();
    }
    Map<String, Long> after = new HashMap<>();
    long bytes = 0;
    for (SwarmStatus status : active) {
      after.put(status.gid(), status.sentBytes());
      bytes += status.sentBytes() - before.getOrDefault(status.gid(), 0L);
    }
    before = after;
    return bytes;
  }
}
