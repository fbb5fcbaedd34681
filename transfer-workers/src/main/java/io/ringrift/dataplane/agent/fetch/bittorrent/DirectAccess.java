package io.ringrift.dataplane.agent.fetch.bittorrent;

import io.ringrift.dataplane.agent.fetch.PullPriority;
import io.ringrift.dataplane.agent.limit.Bandwidth;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.IntSupplier;

/**
 * For a node without limits: {@code aria2c} and the other members connect to each other. What it
 * sends is counted as it tells it.
 */
final class DirectAccess implements PeerAccess {
  private final InetSocketAddress listen;
  private final Bandwidth sent;
  private Map<String, Long> before = new HashMap<>();
  private Aria2.Session session;

  /**
   * @param listen where other members may connect; port 0: any that is free
   * @param sent counts what this node sends; has no limit
   */
  DirectAccess(InetSocketAddress listen, Bandwidth sent) {
    this.listen = listen;
    this.sent = sent;
  }

  @Override
  public InetSocketAddress listen() {
    return listen;
  }

  @Override
  public int open(int port, BooleanSupplier alive) {
    return port;
  }

  @Override
  public Membership fetch(String infoHash, URI tracker, IntSupplier weight) {
    return give(infoHash, tracker);
  }

  @Override
  public Membership give(String infoHash, URI tracker) {
    return new Membership() {
      @Override
      public URI announce() {
        return tracker;
      }

      @Override
      public void close() {
        // aria2c has connections of its own, and ends them with the torrent.
      }
    };
  }

  @Override
  public void looked(Aria2.Session now, List<SwarmStatus> active) throws InterruptedException {
    for (long left = bytesSince(now, active); left > 0; ) {
      left -= sent.take((int) Math.min(left, Integer.MAX_VALUE), PullPriority.NORMAL.weight());
    }
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

  @Override
  public void close() {
    // It holds nothing.
  }
}
